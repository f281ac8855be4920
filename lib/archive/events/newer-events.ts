import { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import { switchFilter } from '@/lib/table/query';
import { readArchiveState } from '../coverage/state';
import { freshenEvents } from '../feed/freshen';
import { eventsQuery, isPlace } from '../search/schema';
import { countEvents } from './data';
import { readSeen } from './seen-events';

/** `seen` is the text of `markSeen`; `before` is the newest known row. `refresh` reads the doors first. */
export const newerQuery = eventsQuery.extend({
  refresh: switchFilter(),
  seen: z
    .string()
    .regex(/^-?\d{1,16}\.\d{1,9}$/)
    .refine(isPlace)
    .optional(),
});

/** `count`: unseen matches. `over`: there are more. `doors`: doors read so far, for a page shown during the first reading. */
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
    count: Math.max(0, total - had),
    over,
    doors: doors.filter(({ lastReadAt }) => lastReadAt !== null).length,
  };
}
