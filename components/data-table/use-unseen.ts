'use client';

import { useEffect, useState } from 'react';
import type { TableSelection } from '@/lib/table/selection';
import { fetchTicked, queryOf } from './fetch-ticked';

type Asked = { key: string; unseen: string[] };

/**
 * The selected rows that the current filter hides. A bulk action would still change them. A row further down is in
 * the list: the server knows, and until it answers all rows that are not loaded count.
 */
export function useUnseen<Row>({
  selection,
  loaded,
  total,
  rows,
  path,
  params,
  rowId,
}: {
  selection: TableSelection;
  loaded: readonly string[];
  total: number;
  /** The page's rows. New ones make it ask again. */
  rows: object;
  path: string;
  params: string;
  rowId: (row: Row) => string;
}): { unseen: string[]; sure: boolean } {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [askedOf, setAskedOf] = useState(rows);
  if (askedOf !== rows) {
    setAskedOf(rows);
    setAsked(null);
  }
  const known = new Set(loaded);
  const away = selection.all ? [] : selection.ids.filter((id) => !known.has(id));
  // If all rows are loaded, a missing one is not in the list.
  const unsure = away.length > 0 && loaded.length < total;
  const key = unsure ? JSON.stringify([params, away]) : null;
  const answered = asked !== null && asked.key === key;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds ids and filters, and new rows ask again.
  useEffect(() => {
    if (key === null || answered) return;
    const left = new AbortController();
    const query = queryOf(new URLSearchParams(params));
    void fetchTicked<Row>({ path, query, ids: away, signal: left.signal }).then((found) => {
      if (left.signal.aborted) return;
      const inList = new Set(typeof found === 'string' ? [] : found.map(rowId));
      setAsked({ key, unseen: away.filter((id) => !inList.has(id)) });
    });
    return () => left.abort();
  }, [key, answered, path]);

  if (!unsure) return { unseen: away, sure: true };
  return answered ? { unseen: asked.unseen, sure: true } : { unseen: away, sure: false };
}
