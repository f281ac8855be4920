'use client';

import dynamic from 'next/dynamic';
import { useMemo, useRef, useState } from 'react';
import { cx } from '@/components/ui/classes';
import { OnceOpened } from '@/components/ui/once-opened';
import { usePreferences } from '@/components/ui/preferences';
import { useTopOnChange } from '@/components/ui/use-top-on-change';
import { isIncomplete } from '@/lib/readings/gaps';
import type { TableSelection } from '@/lib/table/selection';
import { FilterBar } from './filter-bar';
import { RowCount } from './row-count';
import { afterFilterChange, nothingSelected, selectionCount } from './selection';
import { ShownSelectionBar } from './shown-selection-bar';
import { filterParams, isFiltered } from './table-address';
import { TableGrid } from './table-grid';
import { EmptyRows } from './table-states';
import { TableTools } from './table-tools';
import { TicksBar } from './ticks-bar';
import type { DataTableProps } from './types';
import { useDataTable } from './use-data-table';
import { useKeptPlace } from './use-kept-place';
import { useRanges } from './use-ranges';
import { useRows } from './use-rows';
import { useShownSelection } from './use-shown-selection';
import { useTableAddress } from './use-table-address';

// Only few lists begin somewhere other than at their top.
const StartBar = dynamic(() => import('./start-bar').then((module) => module.StartBar));
// The dialog that it is made of is 2 kB.
const DetailsSheet = dynamic(() => import('./details-sheet').then((module) => module.DetailsSheet), {
  ssr: false,
});
// Most lists can be read, and have an address that is understood.
const FailedRows = dynamic(() => import('./table-trouble').then((module) => module.FailedRows));
const IgnoredNote = dynamic(() => import('./table-trouble').then((module) => module.IgnoredNote));

/**
 * The one table. The server filters, sorts and counts. The address is the state, so that a view can be shared,
 * bookmarked and exported. The first rows come with the page, further ones as they scroll into view.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rowId, state, defaults, ignored, foreign, path, filters = [], fixed = {}, over = false } = props;
  const { preferences } = usePreferences();
  const address = useTableAddress();
  const scroller = useRef<HTMLDivElement>(null);
  const keptRow = useKeptPlace(props.id, scroller);
  const [opened, setOpened] = useState<Row | null>(null);

  const params = filterParams(address.params, [...ignored, ...foreign], fixed);
  const filterKeys = filters.flatMap((filter) =>
    filter.kind === 'days' ? [filter.from, filter.to] : [filter.id],
  );
  const filtered = isFiltered(params, filterKeys);
  const [selection, setSelection] = useTicks(params);
  const incomplete = props.gaps !== undefined && isIncomplete(props.gaps);
  const { shown, ranges, loadedRows } = useListRows(props, params);
  const used = useDataTable({
    id: props.id,
    columns: props.columns,
    rows: loadedRows,
    rowId,
    expansion: props.expansion,
    sorting: state,
    onSort: (sort, dir) => {
      const isDefault = sort === defaults.sort && dir === defaults.dir;
      address.change(isDefault ? { sort: null, dir: null } : { sort, dir });
    },
    selection,
    onSelect: setSelection,
  });
  const count = selectionCount(selection, shown.rows ? props.total : ranges.total);
  useTopOnChange(scroller, params.toString());

  // The row's current state in the list. A row that left the list stays as it was.
  const inDetail = opened && (loadedRows.find((row) => rowId(row) === rowId(opened)) ?? opened);
  return (
    <div className={cx('min-w-0', preferences.density === 'compact' && '[--row:2rem]')}>
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <FilterBar search={props.search} filters={filters} address={address} filtered={filtered} />
        <TableTools
          columns={used}
          exportPath={props.exported === false ? undefined : `${path}/export`}
          exportParams={params}
          onExport={props.onExport}
          total={ranges.total}
          incomplete={incomplete}
          over={over}
          tools={props.tools}
          display={props.display}
        />
      </div>
      {ignored.length > 0 ? <IgnoredNote names={ignored} /> : null}
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
          <TableGrid
            // A list that begins elsewhere is another list, and must not keep the old scroll position.
            key={props.start ? String(state[props.start.leave]) : ''}
            list={props}
            scroller={scroller}
            keptRow={keptRow}
            ranges={ranges}
            used={used}
            pending={address.pending}
            onOpen={setOpened}
          />
        )}
        {props.error || (incomplete && ranges.total === 0) ? null : (
          <RowCount ranges={ranges} over={over} exact={props.exact} incomplete={incomplete} />
        )}
      </div>
      {props.bulk && count > 0 ? (
        <TicksBar
          list={props}
          bulk={props.bulk}
          selection={selection}
          onSelect={setSelection}
          count={count}
          params={params}
          ranges={ranges}
          shown={shown}
        />
      ) : null}
      {props.details ? (
        <OnceOpened open={opened !== null}>
          <DetailsSheet title={inDetail ? props.rowLabel(inDetail) : null} onClose={() => setOpened(null)}>
            {inDetail ? props.details(inDetail) : null}
          </DetailsSheet>
        </OnceOpened>
      ) : null}
    </div>
  );
}

/** The selection. Sorting keeps it, any other change of the filters may change it. */
function useTicks(params: URLSearchParams) {
  const [selection, setSelection] = useState<TableSelection>(nothingSelected);
  const unsorted = new URLSearchParams(params);
  unsorted.delete('sort');
  unsorted.delete('dir');
  const filterText = unsorted.toString();
  const [selectedUnder, setSelectedUnder] = useState(filterText);
  if (selectedUnder !== filterText) {
    setSelectedUnder(filterText);
    setSelection(afterFilterChange(selection));
  }
  return [selection, setSelection] as const;
}

/** The loaded rows: of the list, or only the selected ones. */
function useListRows<Row extends object>(props: DataTableProps<Row>, params: URLSearchParams) {
  const rows = useRows(props.rows);
  const shown = useShownSelection<Row>({
    path: props.path,
    fixed: props.fixed ?? {},
    params: params.toString(),
    pageRows: rows,
  });
  const ranges = useRanges<Row>({
    // All selected rows are loaded at once, so there is no cursor.
    ...(shown.rows
      ? { rows: shown.rows, total: shown.rows.length, next: null, params: 'ticked' }
      : { rows, total: props.total, next: props.next, params: params.toString() }),
    above: props.start?.above,
    path: props.path,
  });
  const { loaded } = ranges;
  const loadedRows = useMemo(() => loaded.map(({ row }) => row), [loaded]);
  return { shown, ranges, loadedRows };
}
