import { setImmediate } from 'node:timers/promises';
import type { Scope } from '@/lib/auth/scope';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { createPageFetcher, type FetchOptions } from '../fetch/fetch-page';
import { hasUnknownRoom, isNoSuchList } from '../fetch/probe-records';
import { runLimited } from '../fetch/run-limited';
import {
  compareLists,
  isAllNewer,
  isOtherList,
  isSameSample,
  type ReadSample,
  type Sample,
} from '../list/compare-lists';
import { ListError, pageLimit } from '../list/pager';
import type { ListedEvent } from '../store/stored-event';
import { judgeSingleList } from './judge-single-list';
import type { Verdict } from './verdict';

export type ReadLists = {
  samples: Samples;
  /** Before the first of them was asked for. */
  askedAt: Date;
  again: (channel: number) => Promise<readonly ListedEvent[]>;
};

type Samples = ReadonlyMap<number, ReadSample<ListedEvent>>;

type Asked = {
  scope: Scope;
  gid: string;
  fresh: readonly number[];
  others: readonly number[];
  read?: ReadLists;
  options: FetchOptions;
};

const roomsAtOnce = 3;
/** Most other rooms to ask when only one room's list has something new. */
const mostOthers = 3;
const mostPages = 10;
/** Fewer equal events in two rooms' lists may be a coincidence. */
const surely = 3;

/**
 * Are the lists of an account's rooms at a door lists of these rooms? No if a room that does not exist has events too, or
 * if two lists do not differ. The whole door's list is not asked for, because it shows when other people come and go.
 * With only one list with events the account has nothing to compare, so lists of other accounts decide
 * (`judge-single-list.ts`).
 * @throws VendorError without an answer; ListError if lists change too fast to compare
 */
export async function judgeRooms({ scope, gid, fresh, others, read, options }: Asked): Promise<Verdict> {
  const { askedAt } = read ?? (await drawReadingOrder());
  if (await hasUnknownRoom(scope, gid, options)) return { apart: 'same', certain: true };
  const sampleOf = samplerOf(scope, gid, options);
  const known = samplesOfRead({ fresh, others, read });
  const compared = fresh.length > 1 ? fresh : [...fresh, ...others.slice(0, mostOthers)];
  const samples = known ?? (await askForSamples(compared, sampleOf));
  const [[channel = 0, sample] = []] = samples;
  if (sample === undefined) return { apart: null, certain: false };
  const shared = await mostShared(samples, known && read ? read.again : sampleOf);
  if (shared > 0) return { apart: 'same', certain: shared >= surely };
  if (samples.size > 1) {
    const lists = [...samples].map(([room, { events }]) => ({ gid, channel: room, events, askedAt }));
    return { apart: 'proven', certain: true, lists };
  }
  if (scope.role === 'manager') return { apart: 'unproven', certain: false };
  const events = sample.whole ? sample.events : await further(channel, sampleOf);
  return judgeSingleList(scope, { gid, channel, events, askedAt });
}

/** The lists just read that have events. Null if some are missing: only the same part of each can be compared. */
function samplesOfRead({ fresh, others, read }: Pick<Asked, 'fresh' | 'others' | 'read'>): Samples | null {
  if (!read || !fresh.every((channel) => read.samples.has(channel))) return null;
  const samples = new Map([...read.samples].filter(([, { events }]) => events.length > 0));
  return samples.size > 1 || others.every((channel) => read.samples.has(channel)) ? samples : null;
}

async function askForSamples(channels: readonly number[], sampleOf: SampleOf): Promise<Samples> {
  const samples = new Map<number, ReadSample<ListedEvent>>();
  await runLimited(channels, roomsAtOnce, async (channel) => {
    const askedAt = performance.now();
    const events = await sampleOf(channel);
    if (events.length > 0) samples.set(channel, { events, whole: false, askedAt, cameAt: performance.now() });
  });
  return samples;
}

async function further(channel: number, sampleOf: SampleOf): Promise<ListedEvent[]> {
  const events = await sampleOf(channel);
  for (let pages = 1; pages < mostPages && events.length < pageLimit; pages++) {
    const more = await sampleOf(channel, events.length + 1);
    if (more.length === 0) break;
    events.push(...more);
  }
  return events;
}

type SampleOf = (channel: number, number?: number) => Promise<ListedEvent[]>;

function samplerOf(scope: Scope, gid: string, options: FetchOptions): SampleOf {
  return async (channel, number = 1) => {
    const ask = createPageFetcher(scope, { gid, channel }, options, { taken: true, met: false });
    const from = async (first: number) => {
      try {
        return await ask(first, first + pageLimit - 1);
      } catch (error) {
        if (isNoSuchList(error)) return [];
        throw error;
      }
    };
    const sample = await from(number);
    return sample.length > 0 || number > 1 ? sample : from(0);
  };
}

/** The most events that the lists of two rooms share, if these lists are the same; 0 if all differ. */
async function mostShared(samples: Samples, again: ReadLists['again']): Promise<number> {
  let most = 0;
  const open: { older: number; newer: Sample }[] = [];
  const lists = [...samples];
  for (const [index, [channel, sample]] of lists.entries()) {
    for (const [other, otherSample] of lists.slice(0, index)) {
      const found = compareLists(otherSample.events, sample.events);
      if (found.kind === 'same') most = Math.max(most, found.shared);
      if (found.kind !== 'undecided') continue;
      const inOrder = isAllNewer(otherSample.events, sample.events);
      const [older, newer] = inOrder ? [otherSample, sample] : [sample, otherSample];
      if (!isOtherList(older, newer)) open.push({ older: inOrder ? other : channel, newer: newer.events });
    }
    // Hundreds of rooms take a while, and other requests wait.
    if (index % 16 === 15) await setImmediate();
  }
  if (most > 0) return most;
  // An unchanged older list cannot be the one that continued.
  for (const [older, pairs] of Map.groupBy(open, (pair) => pair.older)) {
    const now = await again(older);
    if (isSameSample(now, samples.get(older)?.events ?? [])) continue;
    for (const { newer } of pairs) {
      const found = compareLists(newer, now);
      if (found.kind === 'same') most = Math.max(most, found.shared);
      if (found.kind === 'undecided') throw new ListError('moved');
    }
  }
  return most;
}
