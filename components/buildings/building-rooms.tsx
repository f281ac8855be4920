'use client';

import { useSearchParams } from 'next/navigation';
import { type ComponentProps, useCallback, useState } from 'react';
import { fetchRows } from '@/components/data-table/fetch-rows';
import { filterParams } from '@/components/data-table/table-address';
import type { ListProps } from '@/components/data-table/types';
import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { RoomsTable } from '@/components/rooms/rooms-table';
import type { RoomRow } from '@/lib/rooms/room-row';
import { unpackCounts } from '@/lib/table/match-choices';
import { nameInAddress } from '@/lib/table/name-in-address';
import { pageRows } from '@/lib/table/page-rows';
import { FillWhileLooking } from './fill-while-looking';

type Props = ComponentProps<typeof RoomsTable>;
type Live = {
  from: ListProps<RoomRow>['rows'];
  shown: Pick<ListProps<RoomRow>, 'rows' | 'total' | 'gaps'>;
  counts: Props['counts'];
};

/**
 * A building's rooms, updated while they are read. Fetches only the rows: rendering the whole page each second would
 * cost more than reading the rooms.
 */
export function BuildingRooms(props: Props) {
  const { building, list, counts } = props;
  const { rows, ignored, gaps } = list;
  const [live, setLive] = useState<Live | null>(null);
  const params = filterParams(new URLSearchParams(useSearchParams()), ignored, {
    building: nameInAddress(building),
  }).toString();
  const draw = useCallback(async () => {
    const range = { offset: '0', limit: String(pageRows), counts: '1' };
    const answer = await fetchRows<RoomRow>('/api/rooms', params, range, new AbortController().signal);
    // After a failure the rows stay. FillWhileLooking shows the error.
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
  // Rows that the server rendered later, for another filter or after a change, are newer.
  const current = live?.from === rows ? live : null;
  const shown = { ...list, ...current?.shown };
  return (
    <>
      <FillWhileLooking building={building} draw={draw} everyMs={list.total > pageRows ? 3_000 : 1_000} />
      {shown.gaps ? <ReadingGaps gaps={shown.gaps} /> : null}
      <RoomsTable {...props} list={shown} counts={current?.counts ?? counts} />
    </>
  );
}
