import type { Settings } from '../faults/settings';
import type { Door, Room } from './model';

/** The cloud's clock and ways at one moment. */
type Moment = { settings: Readonly<Settings>; now: number };

const day = 86_400_000;

/** Lets a door's events happen up to now, and forgets what the cloud keeps no longer. */
export function letTimePass(door: Door, { settings, now }: Moment): void {
  door.events.passTime(now, settings.arrivalRate);
  if (settings.keepRecords === null && settings.keepDays === null) return;
  const notBefore = settings.keepDays === null ? null : now - settings.keepDays * day;
  door.events.forget({ keep: settings.keepRecords, notBefore });
}

// Who goes in and out until now is who lived there until now: time passes before every change of a household.

export function becomeMaster(room: Room, account: string | null, moment: Moment): void {
  letTimePass(room.door, moment);
  room.master = account;
  // A sub-master who becomes master is no longer his own guest.
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
