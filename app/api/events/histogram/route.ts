import { refuseEvents } from '@/lib/archive/ability';
import { eventHistogram } from '@/lib/archive/histogram';
import { eventsQuery } from '@/lib/archive/schema';
import { defineHandler } from '@/lib/route';

/** Events over the range in force. Ends when the browser hangs up. */
export const GET = defineHandler({
  query: eventsQuery,
  ability: refuseEvents,
  run: ({ scope, query, signal }) => eventHistogram(scope, query, signal),
});
