'use client';

import type { RefObject } from 'react';
import { cx } from '@/components/ui/classes';
import { leastWidths, sharesOf } from './column-widths';
import { TableBody } from './table-body';
import { TableHead } from './table-head';
import type { DataTableProps } from './types';
import type { UsedTable } from './use-data-table';
import type { useRanges } from './use-ranges';

// Repeated, because a table laid out as a block on a phone loses its role.
const asTable = { role: 'table' } as const;

/** The rows and their titles, in a scrolling box. */
export function TableGrid<Row extends object>({
  list,
  scroller,
  keptRow,
  ranges,
  used: { table, visible },
  pending,
  onOpen,
}: {
  list: DataTableProps<Row>;
  scroller: RefObject<HTMLDivElement | null>;
  keptRow: number | null;
  ranges: ReturnType<typeof useRanges<Row>>;
  used: UsedTable<Row>;
  pending: boolean;
  onOpen: (row: Row) => void;
}) {
  const selectable = list.bulk !== undefined;

  return (
    <div
      ref={scroller}
      data-scroll
      className={cx(
        'relative overflow-auto transition-opacity max-sm:overflow-x-hidden',
        ranges.places > 200 || list.start
          ? 'max-h-[calc(100dvh-15rem)] min-h-80'
          : 'sm:max-h-[max(24rem,calc(100dvh-15rem))]',
        // A script makes room for rows loaded above, equally in every browser.
        list.start && '[overflow-anchor:none]',
        pending && 'opacity-60',
      )}
    >
      <table
        {...asTable}
        aria-label={list.label}
        aria-rowcount={list.over ? -1 : ranges.total + 1}
        className="w-full min-w-(--least) table-fixed border-separate border-spacing-0 max-xl:min-w-(--least-tablet) max-sm:block max-sm:min-w-0!"
        style={leastWidths(visible, selectable)}
      >
        <colgroup>
          {selectable ? <col data-chrome className="w-10" /> : null}
          {visible.map((column) => (
            <col
              key={column.id}
              className={cx(
                'w-(--share) max-xl:w-(--share-tablet)',
                column.tablet === 'none' && 'max-xl:hidden',
              )}
              style={sharesOf(column, visible, selectable)}
            />
          ))}
        </colgroup>
        <TableHead columns={visible} table={table} selectable={selectable} />
        <TableBody
          scroller={scroller}
          keptRow={keptRow}
          ranges={ranges}
          table={table}
          expansion={list.expansion}
          columns={visible}
          rowLabel={list.rowLabel}
          hrefOf={list.rowHref}
          onOpen={list.details ? onOpen : undefined}
          selectable={selectable}
        />
      </table>
    </div>
  );
}
