'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useRef, useState } from 'react';
import { cx } from '@/components/ui/classes';
import { usePreferences } from '@/components/ui/preferences';
import { useTopOnChange } from '@/components/ui/use-top-on-change';
import { isIncomplete } from '@/lib/readings/gaps';
import type { BulkSelection, TableSelection } from '@/lib/table/selection';
import { BulkBar } from './bulk-bar';
import { DetailsSheet } from './details-sheet';
import { queryOf } from './fetch-ticked';
import { FilterBar } from './filter-bar';
import {
  afterFilterChange,
  headerState,
  nothingSelected,
  selectAll,
  selectionCount,
  setSelected,
} from './selection';
import { ShownSelectionBar } from './shown-selection-bar';
import { filterParams, isFiltered } from './table-address';
import { TableBody } from './table-body';
import { TableHead } from './table-head';
import type { RowOpening } from './table-row';
import { EmptyRows, FailedRows, IgnoredNote, StaleNote } from './table-states';
import { TableTools } from './table-tools';
import type { DataColumn, DataTableProps } from './types';
import { useExpanded } from './use-expanded';
import { useKeptPlace } from './use-kept-place';
import { useRanges } from './use-ranges';
import { useShownSelection } from './use-shown-selection';
import { useTableAddress } from './use-table-address';
import { useTableColumns } from './use-table-columns';
import { useUnseen } from './use-unseen';

// Of lists that were moved somewhere, which few are.
const StartBar = dynamic(() => import('./start-bar').then((module) => module.StartBar));

// Said again because a table that is laid out as a block on a phone loses the role that the element brings.
const asTable = { role: 'table' } as const;

/**
 * The one table. The server filters, sorts and counts; the address is the state, so that what is seen can be shared,
 * bookmarked and exported; the first rows come with the page and further ones are fetched as they scroll into sight.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rowId, rowLabel, state, defaults, filters = [], ignored = [], fixed = {} } = props;
  const t = useTranslations('table');
  const { preferences } = usePreferences();
  const address = useTableAddress();
  const scroller = useRef<HTMLDivElement>(null);
  const keptRow = useKeptPlace(props.id, scroller);
  const [opened, setOpened] = useState<Row | null>(null);
  const [selection, setSelection] = useState<TableSelection>(nothingSelected);

  const params = filterParams(address.params, ignored, fixed);
  const filterKeys = filters.flatMap((filter) =>
    filter.kind === 'days' ? [filter.from, filter.to] : [filter.id],
  );
  const filtered = isFiltered(params, filterKeys);

  // Sorting moves rows about but changes none of them; any other change of the filters does.
  const unsorted = new URLSearchParams(params);
  unsorted.delete('sort');
  unsorted.delete('dir');
  const filterText = unsorted.toString();
  const [selectedUnder, setSelectedUnder] = useState(filterText);
  if (selectedUnder !== filterText) {
    setSelectedUnder(filterText);
    setSelection(afterFilterChange(selection));
  }

  const { over = false } = props;
  const incomplete = props.gaps !== undefined && isIncomplete(props.gaps);
  const shown = useShownSelection<Row>({
    path: props.rowsPath,
    fixed,
    params: params.toString(),
    pageRows: props.rows,
  });
  const ranges = useRanges<Row>({
    // All that were ticked are there at once: nothing follows by cursor.
    ...(shown.rows
      ? { rows: shown.rows, total: shown.rows.length, next: null, params: 'ticked' }
      : { rows: props.rows, total: props.total, next: props.next, params: params.toString() }),
    above: props.start?.above,
    path: props.rowsPath,
  });
  const expanded = useExpanded(ranges, rowId, props.expansion);
  const loadedRows = ranges.loaded.map(({ row }) => row);
  const chosen = useTableColumns({
    id: props.id,
    columns,
    rows: loadedRows,
    rowId,
  });
  const ids = loadedRows.map(rowId);
  const count = selectionCount(selection, shown.rows ? props.total : ranges.total);
  const { unseen } = useUnseen<Row>({
    selection,
    loaded: ids,
    total: ranges.total,
    rows: shown.rows ?? props.rows,
    path: props.rowsPath,
    params: params.toString(),
    rowId,
  });
  const selectable = props.bulk !== undefined;

  useTopOnChange(scroller, params.toString());

  function clear() {
    setSelection(nothingSelected);
    shown.leave();
  }

  function opening(row: Row): RowOpening {
    if (props.rowHref) return { href: props.rowHref(row) };
    return props.details ? { onOpen: () => setOpened(row) } : null;
  }

  function sortBy(sort: string, dir: 'asc' | 'desc') {
    const isDefault = sort === defaults.sort && dir === defaults.dir;
    address.change(isDefault ? { sort: null, dir: null } : { sort, dir });
  }

  return (
    <div className={cx('min-w-0', preferences.density === 'compact' && '[--row:2rem]')}>
      <div data-chrome className="flex flex-wrap items-start gap-2 pb-3">
        <FilterBar search={props.search} filters={filters} address={address} filtered={filtered} />
        <TableTools
          columns={chosen}
          sorting={{ sort: state.sort, dir: state.dir, onSort: sortBy }}
          exportPath={props.exportPath}
          exportParams={params}
          total={ranges.total}
          incomplete={incomplete}
          over={over}
          tools={props.tools}
        />
      </div>
      <IgnoredNote names={ignored} />
      {props.stale && !props.error ? <StaleNote stale={props.stale} address={address} /> : null}
      <div
        data-panel
        className="overflow-clip rounded-lg border border-line bg-surface"
        aria-busy={address.pending}
      >
        {props.start && !props.error ? (
          <StartBar start={props.start} dir={state.dir} ranges={ranges} address={address} />
        ) : null}
        {shown.rows ? <ShownSelectionBar count={shown.rows.length} onLeave={shown.leave} /> : null}
        {props.error ? (
          <FailedRows code={props.error} address={address} />
        ) : ranges.places === 0 ? (
          <EmptyRows
            filtered={filtered}
            incomplete={incomplete}
            empty={props.empty}
            onClear={() => address.change(Object.fromEntries(['q', ...filterKeys].map((key) => [key, null])))}
          />
        ) : (
          <div
            // A list that begins elsewhere is another list: it is not to begin where this one was scrolled to.
            key={props.start ? String(state[props.start.leave]) : ''}
            ref={scroller}
            data-scroll
            className={cx(
              'relative overflow-auto transition-opacity max-sm:overflow-x-hidden',
              ranges.places > 200 || props.start
                ? 'max-h-[calc(100dvh-15rem)] min-h-80'
                : 'sm:max-h-[max(24rem,calc(100dvh-15rem))]',
              // What is loaded above is made room for by hand, in every browser alike.
              props.start && '[overflow-anchor:none]',
              address.pending && 'opacity-60',
            )}
          >
            <table
              {...asTable}
              aria-label={props.label}
              aria-rowcount={over ? -1 : ranges.total + 1}
              className="w-full min-w-(--least) table-fixed border-separate border-spacing-0 max-xl:min-w-(--least-tablet) max-sm:block max-sm:min-w-0!"
              style={leastWidths(chosen.visible, selectable)}
            >
              <colgroup>
                {selectable ? <col className="w-10" /> : null}
                {chosen.visible.map((column) => (
                  <col
                    key={column.id}
                    className={cx(
                      'w-(--share) max-xl:w-(--share-tablet)',
                      column.tablet === 'none' && 'max-xl:hidden',
                    )}
                    style={sharesOf(column, chosen.visible, selectable)}
                  />
                ))}
              </colgroup>
              <TableHead
                columns={chosen.visible}
                sorting={{ sort: state.sort, dir: state.dir, onSort: sortBy }}
                selectable={selectable}
                ticked={headerState(selection, ids)}
                loadedCount={ids.length}
                onTickAll={(on) => setSelection(setSelected(selection, ids, on))}
              />
              <TableBody
                scroller={scroller}
                keptRow={keptRow}
                ranges={expanded.ranges}
                expanded={expanded}
                expansion={props.expansion}
                columns={chosen.visible}
                rowId={rowId}
                rowLabel={rowLabel}
                opening={opening}
                selectable={selectable}
                selection={selection}
                onTick={(some, on) => setSelection(setSelected(selection, some, on))}
              />
            </table>
          </div>
        )}
        {props.error || (incomplete && ranges.total === 0) ? null : (
          <p className="tabular border-line border-t px-3 py-2 text-muted text-xs" aria-live="polite">
            {ranges.hasNext || ranges.loaded.length < ranges.total ? (
              over ? (
                <span key="rowsOfMany">
                  {t.rich('rowsOfMany', {
                    count: ranges.loaded.length,
                    total: () => <span>{props.exact}</span>,
                  })}
                </span>
              ) : (
                t('rowsOf', { count: ranges.loaded.length, total: ranges.total })
              )
            ) : (
              t(incomplete ? 'gaps.rows' : 'rows', { count: ranges.total })
            )}
          </p>
        )}
      </div>
      {props.bulk && count > 0 ? (
        <BulkBar
          count={count}
          total={shown.rows ? count : ranges.total}
          all={selection.all}
          unseen={shown.rows ? 0 : unseen.length}
          showing={{ pending: shown.loading, failed: shown.failed }}
          onAll={() => setSelection(selectAll())}
          onShow={() => selection.all || shown.show(selection.ids)}
          onDrop={() => setSelection(setSelected(selection, unseen, false))}
          onClear={clear}
        >
          {props.bulk({
            selection: bulkSelection(selection, params),
            count,
            clear,
          })}
        </BulkBar>
      ) : null}
      {props.details ? (
        <DetailsSheet
          // As the list has it now; a row that has left the list stays as it was.
          row={opened && (loadedRows.find((row) => rowId(row) === rowId(opened)) ?? opened)}
          label={rowLabel}
          details={props.details}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </div>
  );
}

/** Two thirds of what the columns would like; beneath that the table is moved sideways, and not the page. */
function leastWidths<Row>(columns: readonly DataColumn<Row>[], selectable: boolean): CSSProperties {
  const { desk, tablet } = widthsOf(columns, selectable);
  const least = (width: number) => `${Math.round((width * 2) / 3)}px`;
  // CSSProperties knows no variables of a page's own.
  return { '--least': least(desk), '--least-tablet': least(tablet) } as CSSProperties;
}

function sharesOf<Row>(
  column: DataColumn<Row>,
  columns: readonly DataColumn<Row>[],
  selectable: boolean,
): CSSProperties {
  const { desk, tablet } = widthsOf(columns, selectable);
  const share = (part: number, whole: number) => `${(part / whole) * 100}%`;
  return {
    '--share': share(deskWidth(column), desk),
    '--share-tablet': share(tabletWidth(column), tablet),
  } as CSSProperties;
}

function widthsOf<Row>(columns: readonly DataColumn<Row>[], selectable: boolean) {
  const sum = (widthOf: (column: DataColumn<Row>) => number) =>
    columns.reduce((whole, column) => whole + widthOf(column), selectable ? 40 : 0);
  return { desk: sum(deskWidth), tablet: sum(tabletWidth) };
}

function deskWidth<Row>({ width = 160 }: DataColumn<Row>): number {
  return width;
}

function tabletWidth<Row>(column: DataColumn<Row>): number {
  const { tablet = deskWidth(column) } = column;
  return tablet === 'none' ? 0 : tablet;
}

function bulkSelection(selection: TableSelection, params: URLSearchParams): BulkSelection {
  return selection.all ? { ...selection, query: queryOf(params) } : selection;
}
