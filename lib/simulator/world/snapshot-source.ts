import type { DoorEvent } from './door-event';
import type { EventSource } from './event-store';
import { usesBetween } from './list-code-uses';
import type { Doorcode, Room } from './model';
import type { Hours } from './plan';
import { type Cast, eventsBetween, type Stage } from './rhythm';
import type { World } from './world';

const hour = 3_600_000;
const day = 24 * hour;

export type Life = {
  days: number;
  visitsPerDay: number;
  hours: Hours;
  /** The door has had no events for this many hours before the world was made. */
  silentHours?: number | undefined;
};

/** History belongs to the people at the world's start, whenever it is requested; arrivals to the present people. */
export function snapshotSource(world: World, gid: string, life: Life): EventSource {
  const stage = (cast: Cast[], rate = 1): Stage => ({
    seed: world.seed,
    gid,
    timezone: world.doors.get(gid)?.timezone ?? 0,
    visitsPerDay: life.visitsPerDay * rate,
    hours: life.hours,
    cast,
  });
  return {
    history() {
      if (life.visitsPerDay === 0) return [];
      const from = world.start - life.days * day;
      const until = world.start - (life.silentHours ?? 0) * hour;
      const visits = eventsBetween(stage(originalCast(world, gid)), from, until);
      return withUses(world, visits, { codes: codesAt(world, gid), after: from, upTo: until });
    },
    between(after, upTo, rate) {
      if (life.visitsPerDay === 0 || life.silentHours !== undefined) return [];
      const visits = eventsBetween(stage(currentCast(world, gid), rate), after, upTo);
      const codes = codesAt(world, gid).filter((code) => !code.revoked);
      return withUses(world, visits, { codes, after, upTo });
    },
  };
}

function withUses(
  world: World,
  visits: DoorEvent[],
  { codes, after, upTo }: { codes: readonly Doorcode[]; after: number; upTo: number },
): DoorEvent[] {
  const uses = codes.flatMap((code) => usesBetween(world, code, after, upTo));
  return [...visits, ...uses].sort((a, b) => a.at - b.at);
}

/** A history made later cannot know which old codes came from calls, so it leaves them out. */
function originalCast(world: World, gid: string): Cast[] {
  return roomsAt(world, gid).map(({ channel, firstPeople }) => ({
    channel,
    people: firstPeople,
    codeNames: () => [],
  }));
}

function currentCast(world: World, gid: string): Cast[] {
  return roomsAt(world, gid).map((room) => ({
    channel: room.channel,
    people: peopleOf(room),
    codeNames: (at) =>
      world
        .codesOf(gid, room.channel)
        .filter((code) => code.habit === null && !code.revoked && isWithin(world.windowOf(code), at))
        .map((code) => code.name),
  }));
}

function codesAt(world: World, gid: string): Doorcode[] {
  return roomsAt(world, gid).flatMap((room) => world.codesOf(gid, room.channel));
}

function roomsAt(world: World, gid: string): Room[] {
  return world.rooms().filter((room) => room.door.gid === gid);
}

function isWithin(window: { from: number; to: number }, at: number): boolean {
  return window.from <= at && at <= window.to;
}

export function peopleOf(room: Pick<Room, 'master' | 'shares'>): string[] {
  return room.master === null ? [...room.shares] : [room.master, ...room.shares];
}
