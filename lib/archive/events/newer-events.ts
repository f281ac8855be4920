import { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import { switchFilter } from '@/lib/table/query';
import { readArchiveState } from '../coverage/state';
import { freshenEvents } from '../feed/freshen';
import { eventsQuery, isPlace } from '../search/schema';
import { countEvents } from './data';
import { readSeen } from './seen-events';

/**
 * The list's own filters, and what is known of it: what its reader has seen (`markSeen`), or the newest row as `before`.
 * `refresh` has the doors read first.
 */
export const newerQuery = eventsQuery.extend({
  refresh: switchFilter(),
  seen: z
    .string()
    .regex(/^-?\d{1,16}\.\d{1,9}$/)
    .refine(isPlace)
    .optional(),
});

/**
 * How many events match that the reader has not seen; `over`: more than could be counted at once. `doors`: how many of the
 * person's doors have been read by now, for a page that was drawn while the first reading went on.
 */
export type NewerAnswer = { count: number; over: boolean; doors: number };

const mostCounted = 10_000;

export async function countNewer(scope: Scope, query: z.output<typeof newerQuery>): Promise<NewerAnswer> {
  if (query.refresh) await freshenEvents(scope, { priority: 'person', anyway: true, deep: 'newest' });
  const { from, had } = query.seen === undefined ? { from: undefined, had: 0 } : readSeen(query.seen);
  const [{ total, over }, doors] = await Promise.all([
    countEvents(scope, query, { most: mostCounted + had, ...(from ? { from } : { above: query.before }) }),
    readArchiveState(scope),
  ]);
  return {
    // What retention has taken away since was among what was seen.
    count: Math.max(0, total - had),
    over,
    doors: doors.filter(({ lastReadAt }) => lastReadAt !== null).length,
  };
}
