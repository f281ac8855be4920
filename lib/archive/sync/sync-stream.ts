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
import { createPager, ListError, type Paging } from './list/pager';
import type { Run } from './list/run';
import { syncList } from './list/sync-list';
import { readCheckpoint, saveCheckpoint } from './store/checkpoint';
import type { ListTarget } from './store/insert-events';
import type { ListedEvent } from './store/stored-event';
import { SupersededError } from './store/stretch-rows';
import { createStretchStore } from './store/stretch-store';

/** `more`: there is more below what is stored, for the next reading. */
export type DoorResult = { added: number; errorCode: ErrorCode | null; more: boolean };
export type Read = DoorResult & { arrivals: ClockSample[] };

/** How far down one reading goes: the newest only, a few pages further, or to the first record. */
export type Deep = 'newest' | 'some' | 'all';
const some = { least: 2_000, pages: 40 };

function mostDeeper(deep: Deep, pageSize: number): number {
  if (deep === 'some') return Math.max(some.least, some.pages * pageSize);
  return deep === 'newest' ? 0 : Number.POSITIVE_INFINITY;
}
export type SyncOptions = FetchOptions & { deep?: Deep };

/** It is not proven that the list holds events of its room only. */
export class NotToBeStoredError extends Error {
  constructor() {
    super('the rooms of this door are not told apart');
    this.name = 'NotToBeStoredError';
  }
}

/** Where events of a room's own list go. */
export function roomPlace(
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  { gid, channel, buildingName, unitLabel }: ScopeChannel,
  zones: Zones,
): ListTarget {
  return { workspaceId, gid, channel, zone: zones.ofChannel({ gid, buildingName }), buildingName, unitLabel };
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
  /** What another list of the door has just taught, for a list that never gave a record. */
  taught?: Paging | null;
  /** Receives the newest end of the list before anything is stored, and how the list runs. */
  newest?: (run: Run<ListedEvent>, paging: Paging) => void;
  /** Is given events before they are written; when it throws `NotToBeStoredError`, neither they nor any more are. */
  beforeStoring?: (events: readonly ListedEvent[]) => Promise<void>;
};

/** Reads one list into the archive. */
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
    // Another process is at it: what it stores is exact, and the next reading goes on from there.
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
  // After a failure the same event may be met once more.
  return { ...result, arrivals: error === null ? arrivals : [], errorCode, error };
}

function codeOf(error: unknown): ErrorCode {
  // More arrives than can be followed: what is missing comes with the next reading.
  if (error instanceof ListError) return 'cloud-nonsense';
  const code = errorCodeOf(error);
  if (code === 'unexpected') log.error({ err: error }, 'events could not be read');
  return code;
}
