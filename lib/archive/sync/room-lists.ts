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

const mostFirst = 3;

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
