'use client';

import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { FilterOption, TableState } from '@/components/data-table/types';
import type { VisitRow } from '@/lib/archive/events/visit-rows';
import type { CountsAnswer, Facet } from '@/lib/archive/search/facets';
import type { Gaps } from '@/lib/readings/gaps';
import { nameInAddress } from '@/lib/table/name-in-address';
import { BesideFailed } from './beside-failed';
import { ClockChoice } from './clock-choice';
import { useEventColumns } from './event-columns';
import type { Clock } from './event-time';
import { eventTypeIcons, useEventTypeWords } from './event-type';
import { GoToDate } from './go-to-date';
import { HistogramSkeleton } from './histogram-skeleton';
import { useMomentWords } from './moment-words';
import { useBeside } from './use-beside';
import { VisitsChoice } from './visits-choice';

// Drawn when the list stands: not part of what the page loads first.
const EventHistogram = dynamic(() => import('./histogram').then((module) => module.EventHistogram), {
  ssr: false,
  loading: () => (
    <div className="mb-4 min-h-32">
      <div className="h-20 border-line border-b">
        <HistogramSkeleton />
      </div>
    </div>
  ),
});

// Of use when a row is opened.
const EventDetails = dynamic(() => import('./event-details').then((module) => module.EventDetails), {
  ssr: false,
});

const none: VisitRow[] = [];

export type EventChoices = {
  buildings: FilterOption[];
  doors: FilterOption[];
  rooms: FilterOption[];
};

type Props = {
  rows: VisitRow[];
  total: number;
  /** There are more than `total`, until all are counted; `exact` says how many. */
  over: boolean;
  exact: ReactNode;
  next: string | null;
  /** Cursor upwards, when the list was moved to a date. */
  above: string | null | undefined;
  state: TableState;
  ignored: string[];
  choices: EventChoices;
  clock: Clock;
  ownZone: string;
  /** The rooms that can be opened, as `channel@gid`. */
  rooms: string[];
  /** How well the doors that the filter leaves are known. */
  gaps: Gaps;
  /** At least one of those doors has events that are not shown. */
  withheld: boolean;
  /** Visits are one row each. */
  visits: boolean;
};

const typeKeys = {
  '0': 'call',
  '1': 'answered',
  '2': 'doorcode',
  '3': 'pin',
  '4': 'app',
  '5': 'card',
} as const;

export function EventsTable({
  rows,
  total,
  over,
  exact,
  next,
  above,
  state,
  ignored,
  choices,
  clock,
  ownZone,
  rooms,
  gaps,
  withheld,
  visits,
}: Props) {
  const t = useTranslations('events');
  const visitWords = useTranslations('visits');
  // One clock for all needs no name in each row.
  const columns = useEventColumns(
    clock,
    clock === 'building' && new Set(rows.map(({ zone }) => zone)).size > 1,
  );
  const moment = useMomentWords();
  const words = useEventTypeWords();
  const format = useFormatter();
  const mine = new Set(rooms);
  const counting = useBeside<CountsAnswer>('/api/events/facets', { drawn: rows, clock, ignored });
  const numbers = counting.current ? counting.known : null;
  const counts = new Map(numbers?.type.map(({ value, count }) => [value, count]));
  const counted = (options: FilterOption[], facet: Facet[] | undefined, keyOf = (value: string) => value) => {
    if (!facet) return options;
    const known = new Map(facet.map(({ value, count }) => [keyOf(value), count]));
    return options.map((option) => ({ ...option, count: known.get(option.value) ?? 0 }));
  };
  const types: FilterOption[] = Object.entries(typeKeys).map(([value, key]) => ({
    value,
    label: t(`types.${key}`),
    icon: eventTypeIcons[key],
    ...(numbers ? { count: counts.get(value) ?? 0 } : {}),
  }));
  types.push({
    value: 'other',
    label: t('types.others'),
    icon: eventTypeIcons.other,
    ...(numbers ? { count: counts.get('other') ?? 0 } : {}),
  });
  // Any Monday, in UTC: these are names of days and hours, and no moments.
  const monday = Date.UTC(2024, 0, 1);
  const weekdays = Array.from({ length: 7 }, (_, day) => ({
    value: String(day + 1),
    label: format.dateTime(new Date(monday + day * 86_400_000), { weekday: 'long', timeZone: 'UTC' }),
  }));
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `${String(hour).padStart(2, '0')}:00–${String(hour).padStart(2, '0')}:59`,
  }));
  return (
    <>
      <EventHistogram clock={clock} ignored={ignored} drawn={rows} />
      <DataTable
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
        rows={rows}
        total={numbers?.total ?? total}
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
        state={state}
        defaults={{ sort: 'time', dir: 'desc' }}
        ignored={ignored}
        rowsPath="/api/events"
        exportPath="/api/events/export"
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
        filters={[
          { kind: 'many', id: 'type', label: t('filters.type'), options: types },
          {
            kind: 'many',
            id: 'building',
            label: t('columns.building'),
            options: counted(choices.buildings, numbers?.building, nameInAddress),
          },
          {
            kind: 'many',
            id: 'door',
            label: t('columns.door'),
            options: counted(choices.doors, numbers?.door),
          },
          {
            kind: 'many',
            id: 'room',
            label: t('columns.room'),
            options: counted(choices.rooms, numbers?.room),
          },
          { kind: 'days', label: t('filters.time'), from: 'from', to: 'to' },
          { kind: 'many', id: 'hour', label: t('filters.hour'), options: counted(hours, numbers?.hour) },
          {
            kind: 'many',
            id: 'weekday',
            label: t('filters.weekday'),
            options: counted(weekdays, numbers?.weekday),
          },
        ]}
        tools={
          <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
            <VisitsChoice on={visits} />
            <GoToDate />
            <ClockChoice clock={clock} ownZone={ownZone} />
          </div>
        }
        details={(row) => <EventDetails row={row} rooms={mine} />}
        gaps={gaps}
        empty={{
          title: t('emptyTitle'),
          text: t('emptyText'),
          ...(withheld ? { notShown: t('withheld.emptyText') } : {}),
        }}
      />
      {counting.failed ? (
        <BesideFailed text={t('beside.counts')} code={counting.failed} onRetry={counting.retry} />
      ) : null}
    </>
  );
}
