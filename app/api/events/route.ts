import { refuseEvents } from '@/lib/archive/ability';
import { listEvents } from '@/lib/archive/data';
import { eventsQuery } from '@/lib/archive/schema';
import { defineHandler } from '@/lib/route';

/** Further ranges of the events table, by cursor in both directions. */
export const GET = defineHandler({
  query: eventsQuery,
  ability: refuseEvents,
  run: ({ scope, query }) => listEvents(scope, query),
});
