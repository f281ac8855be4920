import type { Cloud } from '../cloud/cloud';
import { arriveNow } from '../world/arrivals';
import type { DoorEvent } from '../world/door-event';
import type { ClockNumbers } from '../world/door-time';
import { addShare, becomeMaster, letTimePass, removeShare } from '../world/household';
import type { Account, Door, Doorcode, Room } from '../world/model';
import { addPlainBuilding } from '../world/seed';

/** Answered with status 404. */
export class NotThere extends Error {}

/** Changes that no call makes: at the door, in the vendor's app, or in the vendor's office. */

export function setLandlord(
  cloud: Cloud,
  where: { gid: string; channel: number },
  account: string | null,
): void {
  needRoom(cloud, where).landlord = account === null ? null : needAccount(cloud, account).account;
}

export function setMaster(
  cloud: Cloud,
  where: { gid: string; channel: number },
  account: string | null,
): void {
  const master = account === null ? null : needAccount(cloud, account).account;
  becomeMaster(needRoom(cloud, where), master, cloud.context());
}

export function putShare(cloud: Cloud, where: { gid: string; channel: number }, account: string): void {
  const room = needRoom(cloud, where);
  const { account: name } = needAccount(cloud, account);
  if (!room.shares.includes(name)) addShare(room, name, cloud.context());
}

export function dropShare(cloud: Cloud, where: { gid: string; channel: number }, account: string): void {
  removeShare(needRoom(cloud, where), account, cloud.context());
}

export type NewCode = {
  gid: string;
  channel: number;
  creator: string;
  name: string;
  from: ClockNumbers;
  to: ClockNumbers;
  lockIds?: string[] | undefined;
};

export function putCode(cloud: Cloud, given: NewCode): Doorcode {
  const room = needRoom(cloud, given);
  const creator = needAccount(cloud, given.creator).account;
  letTimePass(room.door, cloud.context());
  return cloud.world.createCode({
    ...given,
    creator,
    lockIds: given.lockIds ?? room.door.locks.map((lock) => lock.id),
    validType: 3,
  });
}

export function dropCode(cloud: Cloud, digits: string): void {
  const code = cloud.world.findCode(digits);
  if (!code) throw new NotThere('no such doorcode');
  code.revoked = true;
}

export function changeAccount(
  cloud: Cloud,
  account: string,
  change: Partial<Pick<Account, 'password' | 'activated' | 'type'>>,
): void {
  Object.assign(needAccount(cloud, account), change);
}

type NewAccount = Pick<Account, 'account' | 'password' | 'type'> & {
  activated?: boolean | undefined;
  phone?: string | undefined;
  /** Buildings of a manager; left out: all. */
  manages?: string[] | undefined;
};

export function addAccount(cloud: Cloud, given: NewAccount): void {
  cloud.world.addAccount({
    account: given.account,
    password: given.password,
    type: given.type,
    activated: given.activated ?? true,
    phone: given.phone ?? '',
    name: '',
    language: 'en',
    manages: given.manages === undefined ? 'all' : new Set(given.manages),
    pushTokens: [],
    picture: null,
  });
}

export type NewEvent = {
  type: number;
  /** From when `secondsAgo` counts back, in UTC milliseconds; left out: now. */
  asOf?: number | undefined;
  secondsAgo?: number | undefined;
  channel?: number | null | undefined;
  codeName?: string | undefined;
  account?: string | undefined;
};

/** New events are last in the door's list whatever their time: a real door's clock may be wrong too. */
export function arrive(cloud: Cloud, gid: string, events: readonly NewEvent[]): void {
  const door = needDoor(cloud, gid);
  const context = cloud.context();
  letTimePass(door, context);
  for (const { asOf = context.now, secondsAgo = 0, channel = null, ...event } of events) {
    const at = Math.floor(asOf / 1_000) * 1_000 - secondsAgo * 1_000;
    door.events.add(withoutGaps({ ...event, channel, at }));
  }
}

export function arriveMany(cloud: Cloud, gid: string, count: number): void {
  const door = needDoor(cloud, gid);
  letTimePass(door, cloud.context());
  arriveNow(cloud.world, door, count, cloud.now());
}

export function forget(cloud: Cloud, gid: string, keep: number): void {
  needDoor(cloud, gid).events.forget({ keep, notBefore: null });
}

export type NewBuilding = {
  name: string;
  rooms: number;
  doors: number;
  timezone: number;
  days: number;
  visitsPerDay: number;
  landlord?: string | undefined;
};

export function addBuilding(cloud: Cloud, given: NewBuilding): Room[] {
  return addPlainBuilding(cloud.world, given);
}

export function needRoom(cloud: Cloud, { gid, channel }: { gid: string; channel: number }): Room {
  const room = cloud.world.findRoom(gid, channel);
  if (!room) throw new NotThere('no such room');
  return room;
}

function needDoor(cloud: Cloud, gid: string): Door {
  const door = cloud.world.doors.get(gid);
  if (!door) throw new NotThere('no such door');
  return door;
}

function needAccount(cloud: Cloud, account: string): Account {
  const found = cloud.world.findAccount(account);
  if (!found) throw new NotThere('no such account');
  return found;
}

function withoutGaps(event: { [K in keyof DoorEvent]: DoorEvent[K] | undefined }): DoorEvent {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as DoorEvent;
}
