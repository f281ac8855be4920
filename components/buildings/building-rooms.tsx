'use client';

import { useSearchParams } from 'next/navigation';
import { type ComponentProps, useCallback, useState } from 'react';
import { fetchRows } from '@/components/data-table/fetch-rows';
import { filterParams } from '@/components/data-table/table-address';
import type { ListProps } from '@/components/data-table/types';
import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { RoomsTable } from '@/components/rooms/rooms-table';
import type { RoomRow } from '@/lib/rooms/room-row';
import { nameInAddress } from '@/lib/table/name-in-address';
import { pageRows } from '@/lib/table/page-rows';
import { FillWhileLooking } from './fill-while-looking';

type Live = { from: ListProps<RoomRow>['rows']; shown: Pick<ListProps<RoomRow>, 'rows' | 'total' | 'gaps'> };

/**
 * A building's rooms, updated while they are read. Fetches only the rows: rendering the whole page each second would
 * cost more than reading the rooms.
 */
export function BuildingRooms(props: ComponentProps<typeof RoomsTable>) {
  const { building, list } = props;
  const { rows, ignored, gaps } = list;
  const [live, setLive] = useState<Live | null>(null);
  const params = filterParams(new URLSearchParams(useSearchParams()), ignored, {
    building: nameInAddress(building),
  }).toString();
  const draw = useCallback(async () => {
    const range = { offset: '0', limit: String(pageRows) };
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
      });
  }, [params, rows, gaps]);
  // Rows that the server rendered later, for another filter or after a change, are newer.
  const shown = live?.from === rows ? { ...list, ...live.shown } : list;
  return (
    <>
      <FillWhileLooking building={building} draw={draw} everyMs={list.total > pageRows ? 3_000 : 1_000} />
      {shown.gaps ? <ReadingGaps gaps={shown.gaps} /> : null}
      <RoomsTable {...props} list={shown} />
    </>
  );
}
