'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { Skeleton } from '@/components/ui/skeleton';
import type { TableSelection } from '@/lib/table/selection';
import { RowExpander } from './row-expander';
import { isSelected } from './selection';
import { type RowOpening, TableRow } from './table-row';
import type { DataColumn, TableExpansion } from './types';
import type { useExpanded } from './use-expanded';
import type { useRanges } from './use-ranges';
import { useRowHeight } from './use-row-height';
import { useRowsInSight } from './use-rows-in-sight';

/** From here on only the rows in sight are drawn. */
const virtualFrom = 200;

export function TableBody<Row>({
  scroller,
  keptRow,
  ranges,
  expanded,
  expansion,
  columns,
  rowId,
  rowLabel,
  opening,
  selectable,
  selection,
  onTick,
}: {
  scroller: RefObject<HTMLDivElement | null>;
  /** The row that had the focus when the list was left; it gets it back. */
  keptRow: number | null;
  ranges: ReturnType<typeof useRanges<Row>>;
  expanded: ReturnType<typeof useExpanded<Row>>;
  expansion?: TableExpansion<Row> | undefined;
  columns: DataColumn<Row>[];
  rowId: (row: Row) => string;
  rowLabel: (row: Row) => string;
  opening: (row: Row) => RowOpening;
  selectable: boolean;
  selection: TableSelection;
  onTick: (ids: string[], on: boolean) => void;
}) {
  const t = useTranslations('table');
  const router = useRouter();
  const [active, setActive] = useState(keptRow ?? 0);
  const anchor = useRef(0);
  /** The row that the keys go to, until it has the focus. */
  const wanted = useRef<number | null>(keptRow);
  const body = useRef<HTMLTableSectionElement>(null);
  const height = useRowHeight();
  const printing = usePrinting();
  const virtual = ranges.places > virtualFrom && !printing;
  // Rows that were put above the one the list began with: what the reader looks at is told by its distance from there.
  const lead = Math.max(0, ranges.loaded.find(({ row }) => row === ranges.start)?.index ?? 0);
  const sight = useRowsInSight({
    scroller,
    enabled: virtual || ranges.above !== undefined,
    count: ranges.places,
    row: height,
    lead,
  });
  const [led, setLed] = useState(lead);
  if (led !== lead) {
    setLed(lead);
    setActive(active + lead - led);
  }

  // What comes with the page is a screenful: drawing all on the server would keep everybody waiting for rows out of sight.
  const alive = useIsAlive();
  const few = virtual || !alive;

  const byIndex = new Map(ranges.loaded.map(({ index, row }) => [index, row]));
  const indexes = few
    ? Array.from({ length: sight.last - sight.first + 1 }, (_, at) => sight.first + at)
    : ranges.loaded.map(({ index }) => index);
  const first = indexes[0] ?? 0;
  const last = indexes.at(-1) ?? 0;
  const { need } = ranges;
  useEffect(() => {
    if (virtual) need(first, last);
  });

  function focusRow(index: number) {
    const to = Math.max(0, Math.min(ranges.places - 1, index));
    wanted.current = to;
    setActive(to);
    sight.scrollTo(to);
  }

  // The wished row may be drawn only by the next rendering, or loaded first: each one looks whether it is there now.
  useEffect(() => {
    const to = wanted.current;
    const rows = body.current;
    if (to === null || !rows) return;
    // Somebody has gone elsewhere meanwhile.
    if (document.activeElement !== document.body && !rows.contains(document.activeElement)) {
      wanted.current = null;
      return;
    }
    const row = rows.querySelector<HTMLElement>(`tr[data-index="${to}"]`);
    row?.focus();
    if (row && !row.hasAttribute('aria-busy')) wanted.current = null;
  });

  function tick(index: number, on: boolean, range: boolean) {
    const [from, to] = range
      ? [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      : [index, index];
    const ids = ranges.loaded
      .filter((one) => one.index >= from && one.index <= to)
      .map((one) => rowId(one.row));
    anchor.current = index;
    onTick(ids, on);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, index: number, row: Row | undefined) {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const from = wanted.current ?? index;
    if (event.key === 'ArrowUp' && from === 0) ranges.loadAbove();
    const moves: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      Home: 0,
      End: ranges.places - 1,
      PageDown: from + 10,
      PageUp: from - 10,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      focusRow(to);
    } else if (row !== undefined && event.key === 'Enter') {
      // Else the same press would also push the button that has the focus by then, and close what was opened.
      event.preventDefault();
      const way = opening(row);
      if (way && 'href' in way) router.push(way.href);
      else way?.onOpen();
    } else if (row !== undefined && expansion && /^Arrow(Right|Left)$/.test(event.key)) {
      if (expansion.within(row).length === 0) return;
      event.preventDefault();
      if (expanded.isOpen(row) === (event.key === 'ArrowLeft')) expanded.toggle(row);
    } else if (row !== undefined && event.key === ' ' && selectable) {
      event.preventDefault();
      tick(index, !isSelected(selection, rowId(row)), event.shiftKey);
    }
  }

  const span = columns.length + (selectable ? 1 : 0);
  const above = few ? first * height : 0;
  const below = few ? (ranges.places - 1 - last) * height : 0;
  return (
    <tbody ref={body} className="max-sm:block">
      <Spacer height={above} span={span} />
      {indexes.map((index) => {
        const row = byIndex.get(index);
        if (row === undefined) {
          return (
            <LoadingRow
              key={`place-${index}`}
              index={index}
              span={span}
              onKeyDown={(event) => onKeyDown(event, index, undefined)}
            />
          );
        }
        const id = rowId(row);
        const label = rowLabel(row);
        return (
          <TableRow
            // With its place, counted from where the list began: what is loaded above must not take the focus from a row.
            // And while ranges are read anew a row that has moved may stand in two of them.
            key={`${index - lead} ${id}`}
            row={row}
            columns={columns}
            index={index}
            label={label}
            opening={opening(row)}
            inner={expanded.isInner(row)}
            expander={
              expansion && expansion.within(row).length > 0 ? (
                <RowExpander
                  open={expanded.isOpen(row)}
                  label={expansion.label(row, expanded.isOpen(row))}
                  onToggle={() => expanded.toggle(row)}
                />
              ) : null
            }
            active={index === active || (active > last && index === first)}
            selectable={selectable}
            ticked={selectable && isSelected(selection, id)}
            tickLabel={t('selectRow', { row: label })}
            onTick={(on, range) => tick(index, on, range)}
            onKeyDown={(event) => onKeyDown(event, index, row)}
            onFocus={() => setActive(index)}
          />
        );
      })}
      <Spacer height={below} span={span} />
      {ranges.hasNext || ranges.failed ? (
        <tr className="max-sm:block">
          <td colSpan={span} className="p-3 text-center max-sm:block">
            {ranges.failed ? <ErrorNote code={ranges.failed} className="mb-2 text-left" /> : null}
            <Button pending={ranges.loading} onClick={ranges.failed ? ranges.retry : ranges.loadNext}>
              {ranges.failed ? t('retryRange') : t('loadMore')}
            </Button>
          </td>
        </tr>
      ) : null}
    </tbody>
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

/** A row on its way. It can hold the focus, so that the keys go on working while rows are fetched. */
function LoadingRow({
  index,
  span,
  onKeyDown,
}: {
  index: number;
  span: number;
  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void;
}) {
  const t = useTranslations('table');
  return (
    <tr
      aria-busy
      aria-label={t('loadingRows')}
      data-index={index}
      tabIndex={-1}
      className="border-line border-b outline-offset-[-2px] max-sm:block max-sm:h-16"
      onKeyDown={onKeyDown}
    >
      <td colSpan={span} className="h-(--row) px-3 max-sm:block max-sm:h-16 max-sm:pt-6">
        <Skeleton className="h-3.5 w-2/5" />
      </td>
    </tr>
  );
}

const never = () => () => {};

/** False on the server and until the page listens. */
function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** True while the page is printed: paper wants every row that is loaded. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const start = () => setPrinting(true);
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', start);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', start);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}
