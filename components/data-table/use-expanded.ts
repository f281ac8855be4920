import { useState } from 'react';
import type { TableExpansion } from './types';
import type { useRanges } from './use-ranges';

type Ranges<Row> = ReturnType<typeof useRanges<Row>>;

/**
 * Rows that hold others open into rows of their own beneath, all equally high, so that the window of rows stays a
 * division. For tables whose ranges hang together (by cursor): there the loaded rows have no gaps between them.
 */
export function useExpanded<Row>(
  ranges: Ranges<Row>,
  rowId: (row: Row) => string,
  expansion: TableExpansion<Row> | undefined,
) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const inner = new Set<Row>();
  function toggle(row: Row) {
    const id = rowId(row);
    setOpen((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])));
  }
  if (!expansion) return { ranges, isOpen: () => false, isInner: () => false, toggle };
  const rows = ranges.loaded.flatMap(({ row }) => {
    if (!open.has(rowId(row))) return [row];
    const within = expansion.within(row);
    for (const one of within) inner.add(one);
    return [row, ...within];
  });
  return {
    ranges: { ...ranges, loaded: rows.map((row, index) => ({ row, index })), places: rows.length },
    isOpen: (row: Row) => open.has(rowId(row)),
    isInner: (row: Row) => inner.has(row),
    toggle,
  };
}
