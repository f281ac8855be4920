import { FileDown, HeartPulse } from 'lucide-react';
import { notFound, redirect } from 'next/navigation';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { EventsStatus } from '@/components/events/events-status';
import { EventsTable } from '@/components/events/events-table';
import { EventsWait } from '@/components/events/events-wait';
import { FailedDoors } from '@/components/events/failed-doors';
import { KeptNotes } from '@/components/events/kept-notes';
import { PatternsSection } from '@/components/events/patterns-section';
import { TodayNote } from '@/components/events/today-note';
import { TotalCount } from '@/components/events/total-count';
import { choicesOf, gapsIn, isWithheldIn, statusOf } from '@/components/events/view-props';
import { WithheldNotice } from '@/components/events/withheld-notice';
import { defineListPage } from '@/components/list-page/define-list-page';
import { ButtonLink } from '@/components/ui/button-link';
import { refuseEvents } from '@/lib/abilities/archive';
import { refuseRegister } from '@/lib/abilities/registers';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { loadEventsView } from '@/lib/archive/events/page';
import { groupPage } from '@/lib/archive/events/visit-rows';
import { freshenQuietly } from '@/lib/archive/feed/freshen';
import { eventsQuery, isTimed } from '@/lib/archive/search/schema';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { chosenClock } from '@/lib/i18n/preferences/names';
import { packRows } from '@/lib/table/packed-rows';
import { writeSearchParams } from '@/lib/table/search-params';

const { generateMetadata, page } = defineListPage({
  words: 'events',
  query: eventsQuery,
  show: async ({ scope, query, params, table }) => {
    const preferences = await readPreferences();
    const clock = chosenClock(preferences);
    // The person's time zone goes into the address, so a link, a saved view and a scheduled export mean the same
    // events. A time without a zone is in the buildings' own zone, as in all addresses.
    if (clock !== 'building' && params.zone === undefined && params.open === undefined && !isTimed(params))
      redirect(`/events?${writeSearchParams({ ...params, zone: clock })}`);
    const visits =
      (params.visits === '0' || params.visits === '1' ? params.visits : preferences.visits) === '1';
    if (refuseEvents(scope, query)) notFound();
    if (hidesEvents(scope)) return { instead: <EventsWait scope={scope} /> };
    const [view, exportsWords, health] = await Promise.all([
      loadEventsView(scope, query),
      getTranslations('exports'),
      getTranslations('health'),
    ]);
    const page = visits ? await groupPage(scope, query, view.page) : view.page;
    after(() =>
      freshenQuietly(scope, { priority: 'filling', ...(query.door.length > 0 ? { doors: query.door } : {}) }),
    );
    const status = statusOf(view);
    const withheld = isWithheldIn(view, query);
    const { rows, next, above, total = 0, over = false } = page;
    return {
      actions: (
        <>
          <ButtonLink href="/events/health" icon={HeartPulse} brief title={health('all')} prefetch={false}>
            {health('all')}
          </ButtonLink>
          {table.exported === false ? null : (
            <ButtonLink href="/exports" icon={FileDown} brief title={exportsWords('title')} prefetch={false}>
              {exportsWords('title')}
            </ButtonLink>
          )}
          <EventsStatus status={status} seen={view.seen} clock={query.zone} ignored={table.ignored} />
        </>
      ),
      notes: <TodayNote scope={scope} />,
      gaps: { ...status.gaps, failed: 0 },
      gapsOf: 'doors',
      children: (
        <>
          <FailedDoors status={status} />
          <WithheldNotice
            scope={scope}
            className="mb-3"
            {...(query.door.length > 0 ? { doors: query.door } : {})}
          />
          {preferences.patterns === '1' ? (
            <PatternsSection scope={scope} query={query} withheld={withheld} />
          ) : null}
          <EventsTable
            list={{
              ...table,
              rows: packRows(rows),
              total: Math.max(total, rows.length),
              gaps: gapsIn(view, query),
            }}
            over={over}
            exact={
              over ? (
                // A new key for other rows: otherwise the count would delay them.
                <TotalCount
                  key={`${view.seen} ${JSON.stringify(query)}`}
                  scope={scope}
                  filter={query}
                  least={total}
                />
              ) : null
            }
            next={next}
            above={above}
            choices={choicesOf(view)}
            clock={query.zone}
            ownZone={preferences.ownZone}
            rooms={view.open}
            hasRegister={refuseRegister(scope) === null}
            visits={visits}
            withheld={withheld}
          />
          <KeptNotes doors={view.doors} />
        </>
      ),
    };
  },
});

export { generateMetadata };
export default page;
