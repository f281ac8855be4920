import type { Settings } from '../faults/settings';
import type { Door, Room } from './model';

type Moment = { settings: Readonly<Settings>; now: number };

const day = 86_400_000;

/** Adds the door's events up to now, and drops those that the cloud no longer keeps. */
export function letTimePass(door: Door, { settings, now }: Moment): void {
  door.events.passTime(now, settings.arrivalRate);
  if (settings.keepRecords === null && settings.keepDays === null) return;
  const notBefore = settings.keepDays === null ? null : now - settings.keepDays * day;
  door.events.forget({ keep: settings.keepRecords, notBefore });
}

// Time passes before each change of a household, so that past events belong to the people of that time.

export function becomeMaster(room: Room, account: string | null, moment: Moment): void {
  letTimePass(room.door, moment);
  room.master = account;
  // A sub-master who becomes master has no share of the room any more.
  if (account !== null) room.shares = room.shares.filter((other) => other !== account);
}

export function addShare(room: Room, account: string, moment: Moment): void {
  letTimePass(room.door, moment);
  room.shares = [...room.shares, account];
}

export function removeShare(room: Room, account: string, moment: Moment): void {
  letTimePass(room.door, moment);
  room.shares = room.shares.filter((other) => other !== account);
}
