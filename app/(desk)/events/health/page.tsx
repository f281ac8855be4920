import type { Metadata } from 'next';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { EventsWait } from '@/components/events/events-wait';
import { WithheldNotice } from '@/components/events/withheld-notice';
import { ClockNotice } from '@/components/health/clock-notice';
import { HealthTable } from '@/components/health/health-table';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { PageHeader } from '@/components/ui/page-header';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { freshenQuietly } from '@/lib/archive/feed/freshen';
import { doorBuildings, findDoors } from '@/lib/archive/health/find-doors';
import { healthQuery } from '@/lib/archive/health/schema';
import { requireScope } from '@/lib/auth/scope';
import { parseTableQuery } from '@/lib/table/query';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('health');
  return { title: t('title') };
}

export default async function HealthPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const [t, events] = await Promise.all([getTranslations('health'), getTranslations('events')]);
  const { query, ignored } = parseTableQuery(healthQuery, await searchParams);
  const scope = await requireScope();
  if (hidesEvents(scope)) {
    return (
      <>
        <PageHeader
          crumbs={[{ label: events('title'), href: '/events' }]}
          title={t('title')}
          description={t('intro')}
        />
        <EventsWait scope={scope} />
      </>
    );
  }
  const [doors, readings] = await Promise.all([findDoors(scope, query), readDoorReadings(scope)]);
  after(() => freshenQuietly(scope));
  return (
    <>
      <PageHeader
        crumbs={[{ label: events('title'), href: '/events' }]}
        title={t('title')}
        description={t('intro')}
      />
      <ClockNotice />
      <WithheldNotice scope={scope} className="mb-3" />
      <ListTrouble scope={scope} />
      <ReadingGaps what="doors" gaps={doorGaps(readings)} />
      <HealthTable
        rows={doors.slice(query.offset, query.offset + query.limit)}
        total={doors.length}
        state={query}
        ignored={ignored}
        buildings={doorBuildings(scope)}
      />
    </>
  );
}
