import type { Random } from './random';

/** When the holder of a doorcode comes, by the clock at the door. */
export type Habit = {
  /** 0 is Sunday. */
  days: readonly number[];
  /** Earliest and latest, as hours of the day. */
  hours: readonly [number, number];
  /** How likely a visit is on each of these days. */
  chance: number;
};

/** A person or a firm for whom a doorcode is made. */
export type Visitor = {
  name: string;
  /** Who makes the code: a property manager, or the people of a flat. */
  madeBy: 'manager' | 'home' | 'anyone';
  habit: Habit;
  /** Nights from the code's first day to its last; null: valid for months. */
  nights: number | null;
  /** The weekday on which a short code begins; left out: any. */
  firstDay?: number;
};

/** The state a doorcode is in when the world is made. */
export type CodeState = 'open' | 'ending' | 'upcoming' | 'over';

/** The people of one building. */
export type Population = {
  /** Families, or firms, as a label names them. Each is used once before any is used again. */
  families: readonly string[];
  given: readonly string[];
  address(given: string, family: string, random: Random): string;
  /** A telephone number; `#` stands for any digit. */
  phone: string;
  language: string;
  /** Share of flats without a room master. */
  vacant: number;
};

/** Weights of a day's visits by local hour. */
export type Hours = {
  workday: readonly number[];
  weekend: readonly number[];
  /** Visits on a day of the weekend, as a share of those on a workday. */
  weekendShare: number;
};

export type DoorPlan = {
  /** Its locks by alias. */
  locks: readonly string[];
  /** Nothing is heard of it since so many hours before the world was made. */
  silentHours?: number;
};

export type BuildingPlan = {
  name: string;
  /** As the device list gives it: hours from UTC up to 14, minutes beyond. */
  timezone: number;
  flats: number;
  /** Flats on one floor. */
  perFloor: number;
  /** `family` is null for a vacant flat. */
  label(place: { floor: number; position: number; family: string | null }): string;
  doors: readonly DoorPlan[];
  /** Every n-th flat has a channel at the doors after the first. */
  sideDoorEvery: number;
  landlords: readonly string[];
  camera?: 'lobby' | 'flat';
  people: Population;
  visitors: readonly Visitor[];
  hours: Hours;
};

export type WorldPlan = {
  buildings: readonly BuildingPlan[];
  /** Who moves into a building that appears while the cloud runs. */
  newcomers: Population;
  /** Codes that the documented accounts always have, by creator. */
  demoCodes: Readonly<Record<string, readonly (readonly [CodeState, Visitor])[]>>;
};

export const everyDay = [0, 1, 2, 3, 4, 5, 6] as const;
export const workdays = [1, 2, 3, 4, 5] as const;

export const two = (value: number) => String(value).padStart(2, '0');
