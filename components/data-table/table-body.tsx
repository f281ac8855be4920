'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, startTransition, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { usePrinting } from '@/components/ui/use-printing';
import { labelText } from '@/lib/text/visible-text';
import { LoadingRow } from './loading-row';
import { RowExpander } from './row-expander';
import { TableRow } from './table-row';
import type { DataColumn, TableExpansion } from './types';
import type { TableRowModel, UsedTable } from './use-data-table';
import type { useRanges } from './use-ranges';
import { useRowHeight } from './use-row-height';
import { type RowDeeds, type RowOpening, useRowKeys } from './use-row-keys';
import { useRowsInSight } from './use-rows-in-sight';

/** From this number of rows on, only visible rows are rendered. */
const virtualFrom = 200;

type Props<Row extends object> = {
  scroller: RefObject<HTMLDivElement | null>;
  /** The row that had the focus when the list was left, and gets it again. */
  keptRow: number | null;
  ranges: ReturnType<typeof useRanges<Row>>;
  table: UsedTable<Row>['table'];
  expansion?: TableExpansion<Row> | undefined;
  columns: DataColumn<Row>[];
  rowLabel: (row: Row) => string;
  hrefOf: ((row: Row) => string) | undefined;
  /** Must stay the same function, or all cells render again. */
  onOpen: ((row: Row) => void) | undefined;
  selectable: boolean;
};

export function TableBody<Row extends object>(props: Props<Row>) {
  const { scroller, keptRow, ranges, table, expansion, columns, rowLabel, hrefOf, onOpen, selectable } =
    props;
  const t = useTranslations('table');
  const anchor = useRef(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const height = useRowHeight();
  const printing = usePrinting();
  // Read here: a row object stays the same when it is selected or opened, so React would skip it.
  const { rowSelection, expanded } = table.state;
  // Expandable rows are only in lists by cursor, which have no gaps. An opened row moves those below it.
  const placed = table
    .getRowModel()
    .rows.map((row, at) => ({ row, index: expansion ? at : (ranges.loaded[at]?.index ?? at) }));
  const places = expansion ? placed.length : ranges.places;
  // Paper shows every loaded row.
  const virtual = places > virtualFrom && !printing;
  // Rows were loaded above the start. The distance from the start keeps the reader's place.
  const lead = Math.max(0, placed.find(({ row }) => row.original === ranges.start)?.index ?? 0);
  const sight = useRowsInSight({
    scroller,
    enabled: virtual || ranges.above !== undefined,
    count: places,
    row: height,
    lead,
  });
  // The server renders one screen: rendering every row would delay the page.
  const showsAll = useAllRows();
  const few = virtual || !showsAll;
  const byIndex = new Map(placed.map(({ index, row }) => [index, row]));
  const indexes = few
    ? Array.from({ length: sight.last - sight.first + 1 }, (_, at) => sight.first + at)
    : placed.map(({ index }) => index);
  const first = indexes[0] ?? 0;
  const last = indexes.at(-1) ?? 0;
  const { need } = ranges;
  useEffect(() => {
    if (virtual) need(first, last);
  });
  const keys = useRowKeys({
    ...{ body, keptRow, places, lead },
    scrollTo: sight.scrollTo,
    loadAbove: ranges.loadAbove,
  });

  function tick(index: number, on: boolean, range: boolean) {
    const [from, to] = range
      ? [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      : [index, index];
    const ids = placed.filter((one) => one.index >= from && one.index <= to).map(({ row }) => row.id);
    anchor.current = index;
    table.setRowSelection((now) => {
      const others = Object.entries(now).filter(([id]) => !ids.includes(id));
      return Object.fromEntries([...others, ...(on ? ids.map((id) => [id, true] as const) : [])]);
    });
  }

  const isTicked = (row: TableRowModel<Row>) => rowSelection[row.id] === true;
  // `true` would mean "all", which nothing sets.
  const isOpen = (row: TableRowModel<Row>) => expanded !== true && expanded[row.id] === true;
  const deedsOf = (row: TableRowModel<Row>, index: number): RowDeeds => ({
    opening: openingOf(row.original, props),
    expand: row.subRows.length > 0 ? (open) => row.toggleExpanded(open) : null,
    tick: selectable ? (range) => tick(index, !isTicked(row), range) : null,
  });
  const span = columns.length + (selectable ? 1 : 0);
  return (
    <tbody ref={body} className="max-sm:block">
      <Spacer height={few ? first * height : 0} span={span} />
      {indexes.map((index) => {
        const row = byIndex.get(index);
        if (row === undefined) {
          return (
            <LoadingRow
              key={`place-${index}`}
              index={index}
              span={span}
              onKeyDown={(event) => keys.onKeyDown(event, index, null)}
            />
          );
        }
        const label = labelText(rowLabel(row.original));
        return (
          <TableRow
            // Contains the position from the start, so rows loaded above do not take the focus. A moved row may be in
            // two ranges for a moment.
            key={`${index - lead} ${row.id}`}
            row={row.original}
            columns={columns}
            index={index}
            label={label}
            href={hrefOf?.(row.original)}
            onOpen={onOpen}
            inner={row.depth > 0}
            expander={
              expansion && row.subRows.length > 0 ? (
                <RowExpander
                  open={isOpen(row)}
                  label={expansion.label(row.original, isOpen(row))}
                  onToggle={() => row.toggleExpanded(!isOpen(row))}
                />
              ) : null
            }
            active={index === keys.active || (keys.active > last && index === first)}
            selectable={selectable}
            ticked={selectable && isTicked(row)}
            tickLabel={t('selectRow', { row: label })}
            onTick={(on, range) => tick(index, on, range)}
            onKeyDown={(event) => keys.onKeyDown(event, index, deedsOf(row, index))}
            onFocus={() => keys.setActive(index)}
          />
        );
      })}
      <Spacer height={few ? (places - 1 - last) * height : 0} span={span} />
      {ranges.hasNext || ranges.failed ? <MoreRow ranges={ranges} span={span} /> : null}
    </tbody>
  );
}

function openingOf<Row extends object>(row: Row, { hrefOf, onOpen }: Props<Row>): RowOpening {
  if (hrefOf) return { href: hrefOf(row) };
  return onOpen ? { onOpen: () => onOpen(row) } : null;
}

function MoreRow<Row>({ ranges, span }: { ranges: ReturnType<typeof useRanges<Row>>; span: number }) {
  const t = useTranslations('table');
  return (
    <tr className="max-sm:block">
      <td colSpan={span} className="p-3 text-center max-sm:block">
        {ranges.failed ? <ErrorNote code={ranges.failed} className="mb-2 text-left" /> : null}
        <Button pending={ranges.loading} onClick={ranges.failed ? ranges.retry : ranges.loadNext}>
          {ranges.failed ? t('retryRange') : t('loadMore')}
        </Button>
      </td>
    </tr>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="max-sm:block">
      <td colSpan={span} className="p-0 max-sm:block" style={{ height }} />
    </tr>
  );
}

/** Whether rows out of sight are rendered too: later, in small steps that let the person type and click meanwhile. */
function useAllRows(): boolean {
  const [showsAll, setShowsAll] = useState(false);
  useEffect(() => startTransition(() => setShowsAll(true)), []);
  return showsAll;
}
