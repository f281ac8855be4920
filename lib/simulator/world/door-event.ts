export type DoorEvent = {
  /** 0 call, 1 answered, 2 doorcode, 3 PIN, 4 app, 5 card. */
  type: number;
  at: number;
  /** Null for the building's own staff. */
  channel: number | null;
  codeName?: string;
  account?: string;
};
