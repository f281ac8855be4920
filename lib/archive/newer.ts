import { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import { switchFilter } from '@/lib/table/query';
import { countEvents } from './data';
import { freshenEvents } from './freshen';
import { eventsQuery } from './schema';
import { readArchiveState } from './state';

/** The list's own filters; `before` is the newest row that matches, `read` when it was read. `refresh` has the doors read first. */
export const newerQuery = eventsQuery.extend({
  refresh: switchFilter(),
  read: z.iso.datetime().optional(),
});

/**
 * How many events match that are newer than a row; `over`: more than could be counted at once. `doors`: how many of the
 * person's doors have been read by now, for a page that was drawn while the first reading went on.
 */
export type NewerAnswer = { count: number; over: boolean; doors: number };

const mostCounted = 10_000;

export async function countNewer(scope: Scope, query: z.output<typeof newerQuery>): Promise<NewerAnswer> {
  if (query.refresh) await freshenEvents(scope, { priority: 'person', anyway: true, deep: 'newest' });
  const { before: top, read } = query;
  const beside = top === undefined ? undefined : { top, at: read === undefined ? undefined : new Date(read) };
  const [{ total, over }, doors] = await Promise.all([
    countEvents(scope, query, { most: mostCounted, ...(beside ? { beside } : {}) }),
    readArchiveState(scope),
  ]);
  return { count: total, over, doors: doors.filter(({ lastReadAt }) => lastReadAt !== null).length };
}
