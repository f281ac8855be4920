'use client';

import {
  type ColumnDef,
  columnOrderingFeature,
  columnVisibilityFeature,
  createExpandedRowModel,
  type ExpandedState,
  functionalUpdate,
  rowExpandingFeature,
  rowSelectionFeature,
  rowSortingFeature,
  type Row as TanStackRow,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { usePreferences } from '@/components/ui/preferences';
import type { ColumnPreference } from '@/lib/db/tables/views';
import type { TableSelection } from '@/lib/table/selection';
import { applyRowSelection, rowSelectionOf } from './selection';
import type { DataColumn, TableExpansion } from './types';

// The server filters, sorts and pages by the address. TanStack Table keeps columns, selection and expanded rows.
const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  rowExpandingFeature,
  expandedRowModel: createExpandedRowModel(),
  rowSelectionFeature,
  rowSortingFeature,
});

export type TableRowModel<Row extends object> = TanStackRow<typeof features, Row>;

type Options<Row> = {
  id: string;
  columns: DataColumn<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  expansion: TableExpansion<Row> | undefined;
  sorting: { sort: string; dir: 'asc' | 'desc' };
  onSort: (column: string, dir: 'asc' | 'desc') => void;
  selection: TableSelection;
  onSelect: (selection: TableSelection) => void;
};

/** TanStack Table over our columns and the loaded rows. It renders again for each value that is not the same object. */
export function useDataTable<Row extends object>(options: Options<Row>) {
  const { id, columns, rows, rowId, expansion, sorting, onSort, selection, onSelect } = options;
  const { preferences, setColumns } = usePreferences();
  const [expanded, setExpanded] = useState<ExpandedState>({});
  const saved = preferences.tables[id];
  const { sort, dir } = sorting;
  const { order, hidden, columnVisibility } = useMemo(() => arrangeColumns(columns, saved), [columns, saved]);
  const defs = useMemo(() => columns.map((column) => defOf(column, rowId)), [columns, rowId]);
  const rowSelection = useMemo(() => rowSelectionOf(selection, rows.map(rowId)), [selection, rows, rowId]);
  const sorted = useMemo(() => [{ id: sort, desc: dir === 'desc' }], [sort, dir]);
  const save = (change: Partial<ColumnPreference>) => setColumns(id, { hidden, order, ...change });
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    getSubRows: (row) => expansion?.within(row),
    paginateExpandedRows: true,
    enableSubRowSelection: false,
    manualSorting: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    state: { columnOrder: order, columnVisibility, expanded, rowSelection, sorting: sorted },
    onExpandedChange: setExpanded,
    onColumnOrderChange: (updater) => save({ order: functionalUpdate(updater, order) }),
    onColumnVisibilityChange: (updater) => {
      const visible = functionalUpdate(updater, columnVisibility);
      save({ hidden: order.filter((name) => visible[name] === false) });
    },
    onRowSelectionChange: (updater) =>
      onSelect(applyRowSelection(selection, rowSelection, functionalUpdate(updater, rowSelection))),
    onSortingChange: (updater) => {
      const [next] = functionalUpdate(updater, sorted);
      if (next) onSort(next.id, next.desc ? 'desc' : 'asc');
    },
  });
  const shown = table.getVisibleLeafColumns();
  const { all, visible } = useMemo(() => {
    const declared = new Map(columns.map((column) => [column.id, column]));
    const declaredOf = (names: readonly string[]) => names.flatMap((name) => declared.get(name) ?? []);
    return { all: declaredOf(order), visible: declaredOf(shown.map(({ id: name }) => name)) };
  }, [columns, order, shown]);

  return {
    table,
    all,
    visible,
    sorting,
    sortBy: (column: string, dir: 'asc' | 'desc') => table.setSorting([{ id: column, desc: dir === 'desc' }]),
    customised: saved !== undefined,
    toggle: (name: string) => table.getColumn(name)?.toggleVisibility(),
    isHidden: (name: string) => hidden.includes(name),
    move(name: string, by: -1 | 1) {
      const next = order.filter((one) => one !== name);
      next.splice(Math.max(0, Math.min(next.length, order.indexOf(name) + by)), 0, name);
      table.setColumnOrder(next);
    },
    reset: () => setColumns(id, null),
  };
}

export type UsedTable<Row extends object> = ReturnType<typeof useDataTable<Row>>;

/** The column menu reads no cells, so it works for any table. */
export type ViewChoices = Omit<UsedTable<object>, 'table' | 'all' | 'visible'> & {
  all: Omit<DataColumn<never>, 'cell'>[];
};

function defOf<Row extends object>(
  column: DataColumn<Row>,
  rowId: (row: Row) => string,
): ColumnDef<typeof features, Row> {
  return {
    id: column.id,
    header: column.title,
    accessorFn: rowId,
    cell: ({ row }) => column.cell(row.original),
    enableHiding: canHide(column),
    enableSorting: column.sortable ?? false,
    // The first press on numbers and times sorts descending.
    sortDescFirst: column.align === 'end',
  };
}

function canHide<Row>({ hideable, phone }: DataColumn<Row>): boolean {
  return hideable !== false && phone !== 'title';
}

function arrangeColumns<Row>(columns: DataColumn<Row>[], saved: ColumnPreference | undefined) {
  const hidden = saved?.hidden ?? columns.filter((one) => one.initiallyHidden).map((one) => one.id);
  const columnVisibility = Object.fromEntries(
    columns.map((column) => [column.id, !canHide(column) || !hidden.includes(column.id)]),
  );
  return { order: orderColumns(columns, saved?.order ?? []), hidden, columnVisibility };
}

/** The person's order of columns, with new columns at the end and removed ones left out. */
function orderColumns<Row>(columns: DataColumn<Row>[], order: string[]): string[] {
  const known = order.filter((id) => columns.some((column) => column.id === id));
  return [...known, ...columns.map(({ id }) => id).filter((id) => !known.includes(id))];
}
