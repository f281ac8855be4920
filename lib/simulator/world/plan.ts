import type { Random } from './random';

/** When the holder of a doorcode comes, in the door's local time. */
export type Habit = {
  /** 0 is Sunday. */
  days: readonly number[];
  hours: readonly [number, number];
  chance: number;
};

export type Visitor = {
  name: string;
  /** Who makes the code: a property manager, or the people of a flat. */
  madeBy: 'manager' | 'home' | 'anyone';
  habit: Habit;
  /** Nights from the code's first day to its last; null: valid for months. */
  nights: number | null;
  /** Weekday on which a short code begins; left out: any. */
  firstDay?: number;
};

export type CodeState = 'open' | 'ending' | 'upcoming' | 'over';

export type Population = {
  /** Families or firms, as labels name them. All are used before one repeats. */
  families: readonly string[];
  given: readonly string[];
  address(given: string, family: string, random: Random): string;
  fullName(given: string, family: string): string;
  /** `#` stands for any digit. */
  phone: string;
  language: string;
  /** Share of flats without a room master. */
  vacant: number;
};

/** Weights of a day's visits by local hour. */
export type Hours = {
  workday: readonly number[];
  weekend: readonly number[];
  /** Visits on a weekend day, as a share of a workday's. */
  weekendShare: number;
};

export type DoorPlan = {
  locks: readonly string[];
  silentHours?: number;
};

export type BuildingPlan = {
  name: string;
  /** As in the device list: hours from UTC up to 14, minutes beyond. */
  timezone: number;
  flats: number;
  perFloor: number;
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
  newcomers: Population;
  /** Codes that the documented accounts always have, by creator. */
  demoCodes: Readonly<Record<string, readonly (readonly [CodeState, Visitor])[]>>;
};

export const everyDay = [0, 1, 2, 3, 4, 5, 6] as const;
export const workdays = [1, 2, 3, 4, 5] as const;

export const two = (value: number) => String(value).padStart(2, '0');
