'use client';

import {
  type ColumnDef,
  columnOrderingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { usePreferences } from '@/components/ui/preferences';
import type { ColumnPreference } from '@/lib/db/tables/views';
import type { DataColumn } from './types';

// The server filters, sorts and pages, and the address says how: the table keeps which columns there are, in which order.
const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature });

/** A person's choice of columns, with columns that have come since at the end and those that are gone left out. */
function orderColumns<Row>(columns: DataColumn<Row>[], order: string[]): string[] {
  const known = order.filter((id) => columns.some((column) => column.id === id));
  return [...known, ...columns.map(({ id }) => id).filter((id) => !known.includes(id))];
}

/** TanStack Table over the declared columns, with the remembered visibility and order. */
export function useTableColumns<Row extends object>(options: {
  id: string;
  columns: DataColumn<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
}) {
  const { id, columns, rows, rowId } = options;
  const { preferences, setColumns } = usePreferences();
  const saved = preferences.tables[id];
  const order = orderColumns(columns, saved?.order ?? []);
  const hidden = saved?.hidden ?? columns.filter((one) => one.initiallyHidden).map((one) => one.id);
  const defs: ColumnDef<typeof features, Row>[] = columns.map((column) => ({
    id: column.id,
    header: column.title,
    accessorFn: rowId,
    cell: ({ row }) => column.cell(row.original),
    enableHiding: column.hideable !== false && column.phone !== 'title',
  }));
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    state: {
      columnOrder: order,
      columnVisibility: Object.fromEntries(
        columns.map((column) => [
          column.id,
          column.hideable === false || column.phone === 'title' || !hidden.includes(column.id),
        ]),
      ),
    },
  });

  function save(change: Partial<ColumnPreference>) {
    setColumns(id, { hidden, order, ...change });
  }

  return {
    table,
    /** For the menu: every column in its order. */
    all: order.flatMap((name) => columns.find((column) => column.id === name) ?? []),
    visible: table
      .getVisibleLeafColumns()
      .flatMap(({ id: name }) => columns.find((one) => one.id === name) ?? []),
    customised: saved !== undefined,
    toggle(name: string) {
      save({ hidden: hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name] });
    },
    move(name: string, by: -1 | 1) {
      const at = order.indexOf(name);
      const next = order.filter((one) => one !== name);
      next.splice(Math.max(0, Math.min(next.length, at + by)), 0, name);
      save({ order: next });
    },
    reset: () => setColumns(id, null),
    isHidden: (name: string) => hidden.includes(name),
  };
}

export type TableColumns<Row extends object> = ReturnType<typeof useTableColumns<Row>>;
