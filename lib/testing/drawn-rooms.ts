import type { DoorEvent } from '@/lib/simulator/world/door-event';
import { arrive } from '../simulator/control/alter-world';
import type { Simulator } from '../simulator/start-simulator';
import fc from './fast-check';

/** Few kinds, few people and few seconds: true twins abound, in one room and in two. */
const event = fc.record({
  room: fc.nat({ max: 2 }),
  type: fc.constantFrom(3, 4),
  account: fc.constantFrom('ann', 'bob'),
  gap: fc.constantFrom(0, 0, 1, 7),
});
type Drawn = { room: number; type: number; account: string; gap: number };

/** Some arrive. */
export const arrivals = fc
  .array(event, { minLength: 1, maxLength: 12 })
  .map((events) => ({ events: events as Drawn[] }));

/** The door is read, and the cloud breaks down after so many calls. */
export const reading = fc.record({
  read: fc.constantFrom('newest' as const, 'some' as const, 'all' as const),
  failAfter: fc.option(fc.nat({ max: 9 }), { nil: null }),
});

/** How a door lists its events, and what it has at first. */
export const doorWays = {
  pageSize: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 60 })),
  eventOrder: fc.constantFrom('newest-first' as const, 'oldest-first' as const),
  before: fc.array(event, { maxLength: 40 }),
};

/** A property's runs: each costs what twenty of a list in memory do. */
export const roomRuns = Math.max(1, Math.round(Number(process.env.ARCHIVE_RUNS ?? 400) / 20));

/** A simulated door of three rooms at which drawn events arrive. */
export function drawnDoor(
  simulator: Simulator,
  {
    gid,
    rooms,
    pageSize,
    apart = false,
  }: {
    gid: string;
    rooms: readonly number[];
    pageSize: number;
    /** Each room has people of its own: else two rooms' short lists may be alike by chance. */
    apart?: boolean;
  },
) {
  let ago = 1_000_000;

  function come(events: readonly Drawn[]): void {
    for (const { room, gap, account, ...what } of events) {
      ago -= gap;
      const who = apart ? `${account}-${room}` : account;
      arrive(simulator.cloud, gid, [{ ...what, account: who, channel: rooms[room] ?? 0, secondsAgo: ago }]);
    }
  }

  const isOneSecond = (list: readonly DoorEvent[]) =>
    list.length > pageSize && new Set(list.map(({ at }) => Math.floor(at / 1000))).size === 1;

  return {
    come,
    /**
     * Of a list all of one second and longer than a page nobody can say which end is older
     * (docs/decisions/051-unprovable-lists.md): it waits for an event of another second, which comes now. `lists`: the
     * rooms of each list that may be asked for.
     */
    endOneSecond(lists: readonly (readonly number[])[]): void {
      for (const channels of lists) {
        const list = simulator.cloud.world.doors.get(gid)?.events.list([...channels]) ?? [];
        const room = rooms.indexOf(channels[0] ?? 0);
        if (isOneSecond(list)) come([{ room, type: 3, account: 'ann', gap: 7 }]);
      }
    },
    /** The cloud breaks down after so many calls for this door's events; null: it does not. */
    failAfter(calls: number | null): void {
      const garbage = { effect: 'garbage', call: 'GetAkeysHis', gid, times: null } as const;
      if (calls !== null) simulator.faults.next({ ...garbage, skip: calls });
    },
  };
}
