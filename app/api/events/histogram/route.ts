import { refuseEvents } from '@/lib/abilities/archive';
import { eventHistogram } from '@/lib/archive/search/histogram';
import { eventsQuery } from '@/lib/archive/search/schema';
import { defineHandler } from '@/lib/http/route';

/** Stops counting when the browser closes the connection. */
export const GET = defineHandler({
  needs: 'events-of-today',
  freshList: true,
  query: eventsQuery,
  ability: refuseEvents,
  run: ({ scope, query, signal }) => eventHistogram(scope, query, signal),
});
