import type { DoorEvent } from './door-event';
import type { Door } from './model';
import { peopleOf } from './snapshot-source';
import type { World } from './world';

/** Adds `count` events at a door, now, one room after the other. With more events than rooms, some are equal. */
export function arriveNow(world: World, door: Door, count: number, now: number): void {
  const rooms = world.rooms().filter((room) => room.door === door);
  const at = Math.floor(now / 1_000) * 1_000;
  const seen = door.events.list(null).length;
  for (let index = 0; index < count; index++) {
    const room = rooms[(seen + index) % Math.max(1, rooms.length)];
    const [account] = room ? peopleOf(room) : [];
    const event: DoorEvent = { type: account === undefined ? 5 : 4, at, channel: room?.channel ?? null };
    door.events.add(account === undefined ? event : { ...event, account });
  }
}
