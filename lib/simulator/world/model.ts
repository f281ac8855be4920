import type { ClockNumbers } from './door-time';
import type { EventStore } from './event-store';
import type { Habit } from './plan';

/** account_type: 1 property manager, 2 landlord or room master, 3 app account. */
export type AccountType = 1 | 2 | 3;

export type Account = {
  account: string;
  password: string;
  type: AccountType;
  activated: boolean;
  phone: string;
  /** No call answers it; the demo's registers of tenants know people by it. Empty: not known. */
  name: string;
  language: string;
  /** Only for property managers. */
  manages: 'all' | ReadonlySet<string>;
  pushTokens: Record<string, unknown>[];
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

/** One flat's virtual channel at one door. Channel 0 belongs to no flat (a lobby camera). */
export type Room = {
  door: Door;
  channel: number;
  label: string;
  landlord: string | null;
  master: string | null;
  shares: string[];
  /** Who lived here when the world was made. History belongs to them. */
  firstPeople: readonly string[];
};

export type Doorcode = {
  digits: string;
  /** Names the picture, and reveals nothing of the digits. */
  token: string;
  creator: string;
  gid: string;
  channel: number;
  name: string;
  validType: number;
  from: ClockNumbers;
  to: ClockNumbers;
  lockIds: string[];
  habit: Habit | null;
  revoked: boolean;
};
