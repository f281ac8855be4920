import type { DoorEvent } from './door-event';
import type { Door } from './model';
import { peopleOf } from './snapshot-source';
import type { World } from './world';

/**
 * `count` events at a door, now. Room after room in turn, so that they can be told apart as long as there are rooms
 * enough; beyond that they are true twins.
 */
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
