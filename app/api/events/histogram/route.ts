import { refuseEvents } from '@/lib/abilities/archive';
import { eventHistogram } from '@/lib/archive/search/histogram';
import { eventsQuery } from '@/lib/archive/search/schema';
import { defineHandler } from '@/lib/http/route';

/** Events over the range in force. Ends when the browser hangs up. */
export const GET = defineHandler({
  freshList: true,
  query: eventsQuery,
  ability: refuseEvents,
  run: ({ scope, query, signal }) => eventHistogram(scope, query, signal),
});
