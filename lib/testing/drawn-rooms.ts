import type { DoorEvent } from '@/lib/simulator/world/door-event';
import { arrive } from '../simulator/control/alter-world';
import type { Simulator } from '../simulator/start-simulator';
import fc from './fast-check';

/** Few kinds, people and seconds: equal events are common, in one room and in two. */
const event = fc.record({
  room: fc.nat({ max: 2 }),
  type: fc.constantFrom(3, 4),
  account: fc.constantFrom('ann', 'bob'),
  gap: fc.constantFrom(0, 0, 1, 7),
});
type Drawn = { room: number; type: number; account: string; gap: number };

export const arrivals = fc
  .array(event, { minLength: 1, maxLength: 12 })
  .map((events) => ({ events: events as Drawn[] }));

export const reading = fc.record({
  read: fc.constantFrom('newest' as const, 'some' as const, 'all' as const),
  failAfter: fc.option(fc.nat({ max: 9 }), { nil: null }),
});

export const doorWays = {
  pageSize: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 60 })),
  eventOrder: fc.constantFrom('newest-first' as const, 'oldest-first' as const),
  before: fc.array(event, { maxLength: 40 }),
};

export const roomRuns = Math.max(1, Math.round(Number(process.env.ARCHIVE_RUNS ?? 400) / 20));

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
    /** Each room has its own people. Otherwise short lists of two rooms may be equal by chance. */
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
     * If a list is longer than a page and within one second, it is unknown which end is older
     * (docs/decisions/051-unprovable-lists.md). It needs an event of another second, which this adds. `lists`: the
     * rooms of each list that may be requested.
     */
    endOneSecond(lists: readonly (readonly number[])[]): void {
      for (const channels of lists) {
        const list = simulator.cloud.world.doors.get(gid)?.events.list([...channels]) ?? [];
        const room = rooms.indexOf(channels[0] ?? 0);
        if (isOneSecond(list)) come([{ room, type: 3, account: 'ann', gap: 7 }]);
      }
    },
    failAfter(calls: number | null): void {
      const garbage = { effect: 'garbage', call: 'GetAkeysHis', gid, times: null } as const;
      if (calls !== null) simulator.faults.next({ ...garbage, skip: calls });
    },
  };
}
