import type { ClockNumbers } from './door-time';
import type { EventStore } from './event-store';
import type { Habit } from './plan';

/** account_type of the document: 1 property manager, 2 landlord or room master, 3 app account. */
export type AccountType = 1 | 2 | 3;

export type Account = {
  account: string;
  password: string;
  type: AccountType;
  activated: boolean;
  phone: string;
  language: string;
  /** Which buildings a property manager sees; nobody else's concern. */
  manages: 'all' | ReadonlySet<string>;
  pushTokens: Record<string, unknown>[];
  /** The path of the profile picture below the cloud's address. */
  picture: string | null;
};

export type Lock = { id: string; alias: string };

export type Door = {
  gid: string;
  password: string;
  /** 1 doorbell, 2 IP camera. */
  type: 1 | 2;
  model: string;
  fixedLockPassword: string;
  locks: Lock[];
  building: string;
  timezone: number;
  lastChannel: number;
  events: EventStore;
};

/** One flat's virtual channel at one door. Channel 0 is a door that belongs to no flat (a lobby camera). */
export type Room = {
  door: Door;
  channel: number;
  label: string;
  landlord: string | null;
  master: string | null;
  shares: string[];
  /** Who lived here when the world was made: history is theirs. */
  firstPeople: readonly string[];
};

export type Doorcode = {
  digits: string;
  /** Names its picture; says nothing of the digits. */
  token: string;
  creator: string;
  gid: string;
  channel: number;
  name: string;
  validType: number;
  from: ClockNumbers;
  to: ClockNumbers;
  lockIds: string[];
  /** When its holder comes, for a code made with the world; null for one that a call made. */
  habit: Habit | null;
  revoked: boolean;
};
