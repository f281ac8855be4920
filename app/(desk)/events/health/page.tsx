import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { EventsWait } from '@/components/events/events-wait';
import { WithheldNotice } from '@/components/events/withheld-notice';
import { ClockNotice } from '@/components/health/clock-notice';
import { HealthTable } from '@/components/health/health-table';
import { defineListPage } from '@/components/list-page/define-list-page';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { freshenQuietly } from '@/lib/archive/feed/freshen';
import { doorBuildings, loadDoors } from '@/lib/archive/health/find-doors';
import { healthQuery } from '@/lib/archive/health/schema';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'health',
  query: healthQuery,
  show: async ({ scope, query, table }) => {
    const events = await getTranslations('events');
    const crumbs = [{ label: events('title'), href: '/events' }];
    if (hidesEvents(scope)) return { crumbs, instead: <EventsWait scope={scope} /> };
    const [{ doors, counts }, readings] = await Promise.all([
      loadDoors(scope, query),
      readDoorReadings(scope),
    ]);
    after(() => freshenQuietly(scope));
    const rows = doors.slice(query.offset, query.offset + query.limit);
    return {
      crumbs,
      notes: (
        <>
          <ClockNotice />
          <WithheldNotice scope={scope} className="mb-3" />
        </>
      ),
      gaps: doorGaps(readings),
      gapsOf: 'doors',
      children: (
        <HealthTable
          list={{ ...table, rows: packRows(rows), total: doors.length }}
          buildings={doorBuildings(scope, counts.building)}
          signs={counts.sign}
        />
      ),
    };
  },
});

export { generateMetadata };
export default page;
