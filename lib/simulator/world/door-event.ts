export type DoorEvent = {
  /** 0 call, 1 answered, 2 doorcode, 3 PIN, 4 app, 5 card. */
  type: number;
  at: number;
  /** The room it concerns; null for the house's own staff. */
  channel: number | null;
  codeName?: string;
  account?: string;
};
