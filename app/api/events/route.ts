import { refuseEvents } from '@/lib/abilities/archive';
import { listEvents } from '@/lib/archive/events/data';
import { groupPage } from '@/lib/archive/events/visit-rows';
import { eventsQuery } from '@/lib/archive/search/schema';
import { defineHandler } from '@/lib/http/route';
import { switchFilter } from '@/lib/table/query';

/** Further ranges of the events table, by cursor in both directions. */
export const GET = defineHandler({
  needs: 'events-of-today',
  freshList: true,
  // The same parser as for page and export. Grouping into visits is only for the page.
  query: eventsQuery.extend({ visits: switchFilter() }),
  ability: refuseEvents,
  run: async ({ scope, query }) => {
    const page = await listEvents(scope, query);
    return query.visits ? groupPage(scope, query, page) : page;
  },
});
