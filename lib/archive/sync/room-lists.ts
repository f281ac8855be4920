import type { Scope } from '@/lib/auth/scope';
import type { ReadingOrder } from '@/lib/db/draw-reading-order';
import type { ScopeChannel } from '@/lib/devices/channel';
import { createPageFetcher, type FetchOptions } from './fetch/fetch-page';
import type { ReadSample } from './list/compare-lists';
import { createPager, type Paging, unknownPaging } from './list/pager';
import { readNewest } from './list/read-newest';
import type { ReadLists } from './rooms/judge-rooms';
import type { ListedEvent } from './store/stored-event';
import type { StreamHooks } from './sync-stream';

/** Rooms that are read one after the other until one has shown how lists run at this door. */
const mostFirst = 3;

/** What the lists of a door's rooms tell each other while they are read: how lists run, and what they hold. */
export function createRoomLists(scope: Scope, gid: string, options: FetchOptions, { askedAt }: ReadingOrder) {
  const samples = new Map<number, ReadSample<ListedEvent>>();
  const pagingOf = new Map<number, Paging>();
  const read: ReadLists = {
    samples,
    askedAt,
    again: async (channel) => {
      const ask = createPageFetcher(scope, { gid, channel }, options, { taken: true, met: false });
      const list = createPager<ListedEvent>(ask, pagingOf.get(channel) ?? unknownPaging);
      const { events } = await readNewest(list);
      // As many as there were before, where both are parts of a list.
      const before = samples.get(channel);
      return before && !before.whole && events.length >= before.events.length
        ? events.slice(-before.events.length)
        : events;
    },
  };
  let taught: Paging | null = null;
  let heard = () => {};

  function hooksOf(channel: number): Pick<StreamHooks, 'taught' | 'newest'> {
    const begunAt = performance.now();
    return {
      taught,
      newest: (run, paging) => {
        samples.set(channel, {
          // Of a list that goes on, as many as one question brings.
          events: run.reachesFirst ? [...run.events] : run.events.slice(-Math.max(1, paging.pageSize)),
          whole: run.reachesFirst,
          askedAt: begunAt,
          cameAt: performance.now(),
        });
        pagingOf.set(channel, { ...paging });
        if (paging.firstRecord !== null && paging.pageSize > 0) taught ??= { ...paging };
        heard();
      },
    };
  }

  /** Reads all rooms; the first of them one by one, so that each further one need not find out the same. */
  async function readFirst<T>(
    rooms: readonly ScopeChannel[],
    readRoom: (room: ScopeChannel) => Promise<T>,
  ): Promise<T[]> {
    const reads: Promise<T>[] = [];
    for (const room of rooms) {
      const { promise, resolve } = Promise.withResolvers<void>();
      heard = resolve;
      const reading = readRoom(room);
      reads.push(reading);
      if (taught === null && reads.length <= mostFirst)
        await Promise.race([
          promise,
          reading.then(
            () => {},
            () => {},
          ),
        ]);
    }
    return Promise.all(reads);
  }

  return { read, hooksOf, readFirst };
}
