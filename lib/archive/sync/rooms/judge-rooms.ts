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

/** The newest ends of an account's lists at a door, as they were just read. */
export type ReadLists = {
  samples: Samples;
  /** Before any of them was asked for. */
  askedAt: Date;
  /** Reads that end of one of them once more. */
  again: (channel: number) => Promise<readonly ListedEvent[]>;
};

type Samples = ReadonlyMap<number, ReadSample<ListedEvent>>;

type Asked = {
  scope: Scope;
  gid: string;
  /** Rooms that may have events. */
  fresh: readonly number[];
  /** The account's other rooms at the door. */
  others: readonly number[];
  read?: ReadLists;
  options: FetchOptions;
};

const roomsAtOnce = 3;
/** Other rooms that are asked at most, where one room's list only has something new. */
const mostOthers = 3;
/** Pages of one list that are asked for at most. */
const mostPages = 10;
/** So many events in two rooms' lists are no coincidence. */
const surely = 3;

/**
 * Are the lists of an account's rooms at a door lists of these rooms? They are not when a room that does not exist has
 * events too, or when two of them do not differ. The whole door's list would tell more and is not asked for: it is other
 * people's comings and goings. Where the account has only one list with events, there is nothing of its own to compare,
 * for a cloud may have nothing for some rooms and the whole door for others: lists of other accounts decide
 * (`judge-single-list.ts`).
 *
 * @throws VendorError when a question got no answer; ListError when so much arrives that lists cannot be compared
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
  // A manager is shown the whole door in any case.
  if (scope.role === 'manager') return { apart: 'unproven', certain: false };
  const events = sample.whole ? sample.events : await further(channel, sampleOf);
  return judgeSingleList(scope, { gid, channel, events, askedAt });
}

/**
 * The lists with events among those that were just read. Null: not all were read that are to be compared. Then all are asked
 * for: only the same part of each can be compared.
 */
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

/** Of a list, as many records as one question asks for, where the cloud's pages are shorter. */
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

/** The same record numbers of whichever room. Where the cloud has no list of a room, that is empty. */
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
    // A list that counts from zero may hold a single record.
    return sample.length > 0 || number > 1 ? sample : from(0);
  };
}

/** The most events that two rooms' lists, which are one and the same by these, have in common; 0: all differ. */
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
    // Of hundreds of rooms this takes a while, and other people wait.
    if (index % 16 === 15) await setImmediate();
  }
  if (most > 0) return most;
  // A list that is now as it was then is not one that has gone on meanwhile.
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
