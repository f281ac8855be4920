import { refuseEvents } from '@/lib/archive/ability';
import { exactCount } from '@/lib/archive/data';
import { type CountsAnswer, eventFacets } from '@/lib/archive/facets';
import { eventsQuery } from '@/lib/archive/schema';
import { defineHandler } from '@/lib/route';

/** The exact count, and how many events each choice of a filter would show. Ends when the browser hangs up. */
export const GET = defineHandler({
  query: eventsQuery,
  ability: refuseEvents,
  run: async ({ scope, query, signal }): Promise<CountsAnswer> => {
    const [total, facets] = await Promise.all([
      exactCount(scope, query, { signal, timeoutMs: 30_000 }),
      eventFacets(scope, query, signal),
    ]);
    return { total, ...facets };
  },
});
