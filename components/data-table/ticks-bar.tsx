'use client';

import { lazy, Suspense } from 'react';
import type { BulkSelection, TableSelection } from '@/lib/table/selection';
import { queryOf } from './fetch-ticked';
import { nothingSelected, selectAll, setSelected } from './selection';
import type { DataTableProps } from './types';
import type { useRanges } from './use-ranges';
import type { useShownSelection } from './use-shown-selection';
import { useUnseen } from './use-unseen';

// Loaded with the first ticked row.
const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar')).BulkBar }));

export function TicksBar<Row extends object>({
  list,
  bulk,
  selection,
  onSelect,
  count,
  params,
  ranges,
  shown,
}: {
  list: DataTableProps<Row>;
  bulk: NonNullable<DataTableProps<Row>['bulk']>;
  selection: TableSelection;
  onSelect: (selection: TableSelection) => void;
  count: number;
  params: URLSearchParams;
  ranges: ReturnType<typeof useRanges<Row>>;
  shown: ReturnType<typeof useShownSelection<Row>>;
}) {
  const { unseen } = useUnseen<Row>({
    selection,
    loaded: ranges.loaded.map(({ row }) => list.rowId(row)),
    total: ranges.total,
    rows: shown.rows ?? list.rows,
    path: list.path,
    params: params.toString(),
    rowId: list.rowId,
  });

  function clear() {
    onSelect(nothingSelected);
    shown.leave();
  }

  // The bar appears with all its buttons: it is centred, so a button that came later would move the others.
  return (
    <Suspense>
      <BulkBar
        count={count}
        total={shown.rows ? count : ranges.total}
        all={selection.all}
        unseen={shown.rows ? 0 : unseen.length}
        showing={{ pending: shown.loading, failed: shown.failed }}
        onAll={() => onSelect(selectAll())}
        onShow={() => selection.all || shown.show(selection.ids)}
        onDrop={() => onSelect(setSelected(selection, unseen, false))}
        onClear={clear}
      >
        {bulk({ selection: bulkSelection(selection, params), count, clear })}
      </BulkBar>
    </Suspense>
  );
}

function bulkSelection(selection: TableSelection, params: URLSearchParams): BulkSelection {
  return selection.all ? { ...selection, query: queryOf(params) } : selection;
}
