'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { ListProps } from '@/components/data-table/types';
import { useRows } from '@/components/data-table/use-rows';
import { cx } from '@/components/ui/classes';
import { usePreferences } from '@/components/ui/preferences';
import { useMomentWords } from '@/components/ui/use-moment-words';
import type { VisitRow } from '@/lib/archive/events/visit-rows';
import type { CountsAnswer } from '@/lib/archive/search/facets';
import { useEventColumns } from './event-columns';
import { type EventChoices, useEventFilters } from './event-filters';
import type { Clock } from './event-time';
import { useEventTypeWords } from './event-type';
import { GoToDate } from './go-to-date';
import { HistogramSkeleton } from './histogram-skeleton';
import { useSummary } from './use-summary';
import { useTimelineOpen } from './use-timeline-open';

// Not part of the page's first load.
const EventHistogram = dynamic(() => import('./histogram').then((module) => module.EventHistogram), {
  ssr: false,
  loading: () => (
    <div className="mb-3 min-h-20">
      <div className="h-12 border-line border-b">
        <HistogramSkeleton />
      </div>
    </div>
  ),
});

const SummaryFailed = dynamic(() => import('./summary-failed').then((module) => module.SummaryFailed), {
  ssr: false,
});

const EventDetails = dynamic(() => import('./event-details').then((module) => module.EventDetails), {
  ssr: false,
});

const EventsDisplay = dynamic(() => import('./events-display').then((module) => module.EventsDisplay), {
  ssr: false,
});

const none: VisitRow[] = [];

type Props = {
  list: ListProps<VisitRow>;
  /** True until all are counted. `exact` shows the number. */
  over: boolean;
  exact: ReactNode;
  next: string | null;
  /** Cursor upwards, if the list begins at a date. */
  above: string | null | undefined;
  choices: EventChoices;
  clock: Clock;
  ownZone: string;
  /** Rooms with a page, as `channel@gid`. */
  rooms: string[];
  hasRegister: boolean;
  withheld: boolean;
  visits: boolean;
};

export function EventsTable({
  list,
  over,
  exact,
  next,
  above,
  choices,
  clock,
  ownZone,
  rooms,
  hasRegister,
  withheld,
  visits,
}: Props) {
  const { state, ignored } = list;
  const rows = useRows(list.rows);
  const t = useTranslations('events');
  const visitWords = useTranslations('visits');
  // With one zone for all, rows need no zone.
  const columns = useEventColumns(
    clock,
    clock === 'building' && new Set(rows.map(({ zone }) => zone)).size > 1,
  );
  const moment = useMomentWords();
  const words = useEventTypeWords();
  const mine = new Set(rooms);
  const { preferences, setTimeline } = usePreferences();
  const timelineOpen = useTimelineOpen();
  const counting = useSummary<CountsAnswer>('/api/events/facets', { drawn: rows, clock, ignored });
  const numbers = counting.current ? counting.known : null;
  const filters = useEventFilters(choices, numbers);
  return (
    <>
      {timelineOpen ? (
        // The server does not know the window, so the style hides it on a phone.
        <div className={cx(preferences.timeline === 'auto' && 'max-md:hidden')}>
          <EventHistogram clock={clock} ignored={ignored} drawn={rows} onFold={() => setTimeline('0')} />
        </div>
      ) : null}
      <DataTable
        {...list}
        rows={rows}
        total={numbers?.total ?? list.total}
        id="events"
        label={t('label')}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) =>
          row.visit
            ? visitWords('row', {
                steps: [row, ...row.visit]
                  .reverse()
                  .map(({ type }) => words(type))
                  .join(' → '),
                where: row.unitLabel ?? row.doorName,
              })
            : t('rowLabel', { type: words(row.type), where: row.unitLabel ?? row.doorName })
        }
        over={over && !numbers}
        exact={exact}
        next={next}
        start={
          above === undefined
            ? undefined
            : {
                label: t('jump.begins', { time: moment(String(state.at)), dir: state.dir }),
                above,
                leave: 'at',
              }
        }
        path="/api/events"
        fixed={{ zone: clock, visits: visits ? '1' : '0' }}
        expansion={{
          within: (row) => {
            if (!row.visit) return none;
            const steps = [{ ...row, id: `${row.id} end`, visit: undefined }, ...row.visit];
            return state.dir === 'asc' ? steps.reverse() : steps;
          },
          label: (row, open) =>
            open ? visitWords('close') : visitWords('open', { count: (row.visit?.length ?? 0) + 1 }),
        }}
        search={t('search')}
        filters={filters}
        tools={<GoToDate />}
        display={<EventsDisplay clock={clock} ownZone={ownZone} visits={visits} />}
        details={(row) => <EventDetails row={row} rooms={mine} hasRegister={hasRegister} />}
        empty={{
          title: t('emptyTitle'),
          text: t('emptyText'),
          ...(withheld ? { notShown: t('withheld.emptyText') } : {}),
        }}
      />
      {counting.failed ? (
        <SummaryFailed text={t('summary.counts')} code={counting.failed} onRetry={counting.retry} />
      ) : null}
    </>
  );
}
