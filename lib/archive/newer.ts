import type { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import { switchFilter } from '@/lib/table/query';
import { countEvents } from './data';
import { freshenEvents } from './freshen';
import { eventsQuery } from './schema';

/** The list's own filters; `before` is its newest row. `refresh` has the doors read first. */
export const newerQuery = eventsQuery.extend({ refresh: switchFilter() });

/** How many events match that are newer than a row; `over`: more than could be counted at once. */
export type NewerAnswer = { count: number; over: boolean };

const mostCounted = 10_000;

export async function countNewer(scope: Scope, query: z.output<typeof newerQuery>): Promise<NewerAnswer> {
  if (query.refresh) await freshenEvents(scope, { priority: 'person', anyway: true });
  const filter = query.before === undefined ? query : { ...query, newerThan: query.before };
  const { total, over } = await countEvents(scope, filter, mostCounted);
  return { count: total, over };
}
