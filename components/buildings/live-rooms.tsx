'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
} from 'react';
import { fetchRows } from '@/components/data-table/fetch-rows';
import { filterParams } from '@/components/data-table/table-address';
import type { ListProps } from '@/components/data-table/types';
import { ReadingAge } from '@/components/list-page/reading-age';
import { RoomsTable } from '@/components/rooms/rooms-table';
import type { RoomRow } from '@/lib/rooms/room-row';
import { unpackCounts } from '@/lib/table/match-choices';
import { nameInAddress } from '@/lib/table/name-in-address';
import { pageRows } from '@/lib/table/page-rows';
import { type Fill, useFill } from './use-fill';

type Table = ComponentProps<typeof RoomsTable>;
type Shown = Pick<Table, 'list' | 'counts'>;
type Live = {
  from: ListProps<RoomRow>['rows'];
  shown: Pick<ListProps<RoomRow>, 'rows' | 'total' | 'gaps'>;
  counts: Table['counts'];
};

const LiveRoomsContext = createContext<(Shown & { fill: Fill }) | null>(null);

/**
 * A building's rooms, updated while they are read, for the page's notice and its table. Fetches only the rows:
 * rendering the whole page each second would cost more than reading the rooms.
 */
export function LiveRooms({
  building,
  list,
  counts,
  children,
}: Pick<Table, 'building' | 'list' | 'counts'> & { children: ReactNode }) {
  const { rows, ignored, gaps } = list;
  const [live, setLive] = useState<Live | null>(null);
  const params = filterParams(new URLSearchParams(useSearchParams()), ignored, {
    building: nameInAddress(building),
  }).toString();
  const draw = useCallback(async () => {
    const range = { offset: '0', limit: String(pageRows), counts: '1' };
    const answer = await fetchRows<RoomRow>('/api/rooms', params, range, new AbortController().signal);
    // After a failure the rows stay. The page's notice says why.
    if (typeof answer !== 'string')
      setLive({
        from: rows,
        shown: {
          rows: answer.rows,
          total: answer.total ?? answer.rows.length,
          gaps: answer.gaps ?? gaps,
        },
        counts: answer.counts ? { ...counts, ...unpackCounts(answer.counts) } : counts,
      });
  }, [params, rows, gaps, counts]);
  const { progress, stalled, retry } = useFill({
    building,
    draw,
    everyMs: list.total > pageRows ? 3_000 : 1_000,
  });
  const value = useMemo(() => {
    // Rows that the server rendered later, for another filter or after a change, are newer.
    const current = live?.from === list.rows ? live : null;
    return {
      list: { ...list, ...current?.shown },
      counts: current?.counts ?? counts,
      fill: { progress, stalled, retry },
    };
  }, [live, list, counts, progress, stalled, retry]);
  return <LiveRoomsContext value={value}>{children}</LiveRoomsContext>;
}

/** null outside `LiveRooms`: the page shows no rooms. */
export function useLiveRooms(): (Shown & { fill: Fill }) | null {
  return useContext(LiveRoomsContext);
}

export function BuildingRooms({
  roundSeconds,
  ...props
}: Omit<Table, keyof Shown> & {
  /** How long it takes to read all rooms again; null: not known yet. */
  roundSeconds: number | null;
}) {
  const live = useLiveRooms();
  if (!live) return null;
  const { list, counts, fill } = live;
  return (
    <>
      {fill.progress && fill.progress.total > 0 ? <Progress {...fill.progress} /> : null}
      {list.gaps?.unread === 0 ? <ReadingAge readAt={list.gaps.readAt} seconds={roundSeconds} /> : null}
      <RoomsTable {...props} list={list} counts={counts} />
    </>
  );
}

function Progress({ done, total }: { done: number; total: number }) {
  const t = useTranslations('buildings.fill');
  return (
    <p data-chrome className="mb-3 flex items-center gap-3 text-muted text-sm">
      <progress
        max={total}
        value={done}
        aria-label={t('reading', { done, total })}
        className="h-1 w-32 appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent"
      />
      <span className="tabular">{t('reading', { done, total })}</span>
    </p>
  );
}
