import { refuseEvents } from '@/lib/abilities/archive';
import { eventFacets } from '@/lib/archive/facets';
import { eventsQuery } from '@/lib/archive/schema';
import { defineHandler } from '@/lib/http/route';

/** The exact count, and how many events each choice of a filter would show. Ends when the browser hangs up. */
export const GET = defineHandler({
  query: eventsQuery,
  ability: refuseEvents,
  run: ({ scope, query, signal }) => eventFacets(scope, query, signal),
});
