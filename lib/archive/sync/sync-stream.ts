import type { Scope } from '@/lib/auth/scope';
import { databaseDate } from '@/lib/db/clock';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { ClockSample } from '@/lib/db/tables/archive';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { Zones } from '@/lib/devices/zones';
import { type ErrorCode, errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { clockSampleOf } from './clock-samples';
import { createPageFetcher, type FetchOptions } from './fetch/fetch-page';
import { scopeOfList } from './fetch/list-scope';
import { createPager, ListError, type Paging } from './list/pager';
import type { Run } from './list/run';
import { syncList } from './list/sync-list';
import { readCheckpoint, saveCheckpoint } from './store/checkpoint';
import type { ListTarget } from './store/insert-events';
import type { ListedEvent } from './store/stored-event';
import { SupersededError } from './store/stretch-rows';
import { createStretchStore } from './store/stretch-store';

export type DoorResult = { added: number; errorCode: ErrorCode | null; more: boolean };
export type Read = DoorResult & { arrivals: ClockSample[] };

export type Deep = 'newest' | 'some' | 'all';
/** Lists of so few records end soon. */
const short = 20;
const some = { least: 2_000, pages: 40 };

function mostDeeper(deep: Deep, pageSize: number): number {
  if (deep === 'some') return Math.max(some.least, some.pages * pageSize);
  return deep === 'newest' ? 0 : Number.POSITIVE_INFINITY;
}
export type SyncOptions = FetchOptions & { deep?: Deep };

export class NotToBeStoredError extends Error {
  constructor() {
    super('it is not proven that the cloud separates the rooms of this door');
    this.name = 'NotToBeStoredError';
  }
}

export function roomPlace(
  scope: Scope,
  { gid, channel, buildingName, unitLabel }: ScopeChannel,
  zones: Zones,
): ListTarget {
  const { workspaceId } = scope;
  const { connectionId } = scopeOfList(scope, { gid, channel });
  const zone = zones.ofChannel({ gid, buildingName });
  return { workspaceId, connectionId, gid, channel, zone, buildingName, unitLabel };
}

export function sumOf(reads: readonly Read[]): Read {
  return {
    added: reads.reduce((sum, { added }) => sum + added, 0),
    more: reads.some(({ more }) => more),
    errorCode: reads.find(({ errorCode }) => errorCode !== null)?.errorCode ?? null,
    arrivals: reads.flatMap(({ arrivals }) => arrivals),
  };
}

type StreamResult = Read & { error: unknown };

export type StreamHooks = {
  /** How another list of the door runs, for a list that never gave a record. */
  taught?: Paging | null;
  newest?: (run: Run<ListedEvent>, paging: Paging) => void;
  /** Called before events are written. If it throws `NotToBeStoredError`, nothing more is written. */
  beforeStoring?: (events: readonly ListedEvent[]) => Promise<void>;
};

export async function syncStream(
  scope: Scope,
  place: ListTarget,
  options: SyncOptions,
  { taught, newest, beforeStoring }: StreamHooks = {},
): Promise<StreamResult> {
  const order = await drawReadingOrder();
  const { gid, channel } = place;
  const { paging, readAt, blanks } = await readCheckpoint(place);
  const known = taught && paging.pageSize === 0 ? { ...taught, lastRecord: null } : paging;
  const list = createPager<ListedEvent>(createPageFetcher(scope, { gid, channel }, options, blanks), known);
  const arrivals: ClockSample[] = [];
  let error: unknown = null;
  let result = { added: 0, more: true };
  try {
    const most = mostDeeper(options.deep ?? 'all', list.paging.pageSize);
    const { failure, ...read } = await syncList(list, createStretchStore(place, beforeStoring), {
      keep: Number.POSITIVE_INFINITY,
      most,
      short,
      wasRead: readAt !== null,
      newest: (run) => newest?.(run, list.paging),
      arrived: ({ timeText }) => {
        const arrival = clockSampleOf(timeText, place.zone, { after: readAt, by: databaseDate() });
        if (arrival) arrivals.push(arrival);
      },
    });
    result = read;
    error = failure;
  } catch (thrown) {
    // Another process reads the list. What it stores is exact, and the next reading continues there.
    if (thrown instanceof SupersededError) return { ...result, arrivals: [], errorCode: null, error: null };
    if (thrown instanceof NotToBeStoredError) result = { added: 0, more: false };
    else error = thrown;
  }
  const errorCode = error === null ? null : codeOf(error);
  await saveCheckpoint(place, list.paging, {
    errorCode,
    order,
    blanks,
    whole: errorCode === null && !result.more,
  });
  // After a failure, the next reading may return the same event again.
  return { ...result, arrivals: error === null ? arrivals : [], errorCode, error };
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof ListError) return 'cloud-nonsense';
  const code = errorCodeOf(error);
  if (code === 'unexpected') log.error({ err: error }, 'events could not be read');
  return code;
}
