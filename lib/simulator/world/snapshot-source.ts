import type { DoorEvent } from './door-event';
import type { EventSource } from './event-store';
import type { Doorcode, Room } from './model';
import { visitorNames } from './names';
import { createRandom } from './random';
import { type Cast, eventsBetween, type Stage } from './rhythm';
import type { World } from './world';

const day = 86_400_000;

/**
 * A door's events. History is that of the people who were there when the world was made, even if it is asked for after
 * a master was replaced: made late, it must not know the future. Arrivals are those of the people who are there now.
 */
export function snapshotSource(
  world: World,
  gid: string,
  given: { days: number; visitsPerDay: number },
): EventSource {
  const stage = (cast: Cast[], rate = 1): Stage => ({
    seed: world.seed,
    gid,
    timezone: world.doors.get(gid)?.timezone ?? 0,
    visitsPerDay: given.visitsPerDay * rate,
    cast,
  });
  return {
    history() {
      if (given.visitsPerDay === 0) return [];
      const cast = originalCast(world, gid);
      const events = eventsBetween(stage(cast), world.start - given.days * day, world.start);
      for (const code of world.codes())
        if (code.seeded && code.gid === gid) events.push(...usesOf(world, code));
      return events.sort((a, b) => a.at - b.at);
    },
    between: (after, upTo, rate) =>
      given.visitsPerDay === 0 ? [] : eventsBetween(stage(currentCast(world, gid), rate), after, upTo),
  };
}

function originalCast(world: World, gid: string): Cast[] {
  return roomsAt(world, gid).map(({ channel, firstPeople }) => {
    // Codes come and go; the visitors of a room stay the same few.
    const random = createRandom(`${world.seed}/${gid}/${channel}/visitors`);
    const names = Array.from({ length: 3 }, () => random.pick(visitorNames));
    return { channel, people: firstPeople, codeNames: () => (firstPeople.length > 0 ? names : []) };
  });
}

function currentCast(world: World, gid: string): Cast[] {
  return roomsAt(world, gid).map((room) => ({
    channel: room.channel,
    people: peopleOf(room),
    codeNames: (at) =>
      world
        .codesOf(gid, room.channel)
        .filter((code) => !code.revoked && isWithin(world.windowOf(code), at))
        .map((code) => code.name),
  }));
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

/** A seeded code that has begun was mostly used, a few times within its window. */
function usesOf(world: World, code: Doorcode): DoorEvent[] {
  const random = createRandom(`${world.seed}/uses/${code.token}`);
  const window = world.windowOf(code);
  if (window.from >= world.start || random.chance(0.2)) return [];
  const end = Math.min(window.to, world.start);
  return Array.from({ length: random.int(1, 4) }, () => ({
    type: 2,
    at: Math.floor((window.from + random.next() * (end - window.from)) / 1_000) * 1_000,
    channel: code.channel,
    codeName: code.name,
  }));
}
