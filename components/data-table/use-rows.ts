import { useMemo } from 'react';
import { type PackedRows, unpackRows } from '@/lib/table/packed-rows';

/** The rows of a list, packed or fetched. Each list that arrives has rows of its own, even if they are equal. */
export function useRows<Row>(rows: Row[] | PackedRows<Row>): Row[] {
  return useMemo(() => (Array.isArray(rows) ? rows : unpackRows(rows)), [rows]);
}
