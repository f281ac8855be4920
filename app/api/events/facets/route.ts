import { refuseEvents } from '@/lib/abilities/archive';
import { eventFacets } from '@/lib/archive/search/facets';
import { eventsQuery } from '@/lib/archive/search/schema';
import { defineHandler } from '@/lib/http/route';

/** The exact count, and the number of events for each filter choice. Stops when the browser closes the connection. */
export const GET = defineHandler({
  needs: 'events-of-today',
  freshList: true,
  query: eventsQuery,
  ability: refuseEvents,
  run: ({ scope, query, signal }) => eventFacets(scope, query, signal),
});
