'use client';

import { useEffect, useState } from 'react';
import type { TableSelection } from '@/lib/table/selection';
import { fetchTicked, queryOf } from './fetch-ticked';

type Asked = { key: string; unseen: string[] };

/**
 * The ticked rows that are not in the list as it is filtered now: a bulk action would act on them all the same. A row that
 * is only further down is in the list, which the server knows; until it has answered, the rows that are not loaded.
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
  /** Ids of the rows that are loaded. */
  loaded: readonly string[];
  total: number;
  /** What the page gave: new ones ask again. */
  rows: readonly Row[];
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
  // With every row loaded, what is not among them is not in the list.
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
