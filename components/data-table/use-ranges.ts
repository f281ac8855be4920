'use client';

import { useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { pageRows } from '@/lib/table/page-rows';
import { fetchRows } from './fetch-rows';
import type { RowsAnswer } from './types';

type Source<Row> = {
  rows: Row[];
  total: number;
  next: string | null | undefined;
  path: string;
  /** The filters, as they go with every range. */
  params: string;
};

type Cache<Row> = {
  from: Row[];
  blocks: ReadonlyMap<number, Row[]>;
  next: string | null | undefined;
  total: number;
  failed: ErrorCode | null;
};

const fresh = <Row>(source: Source<Row>): Cache<Row> => ({
  from: source.rows,
  blocks: new Map([[0, source.rows]]),
  next: source.next,
  total: source.total,
  failed: null,
});

/**
 * The rows that have been loaded, by position, and the means to load more: any range by offset, or the next one by
 * cursor. What the server sends anew with the page starts it over.
 */
export function useRanges<Row>(source: Source<Row>) {
  const byCursor = source.next !== undefined;
  const [cache, setCache] = useState(() => fresh(source));
  if (cache.from !== source.rows) setCache(fresh(source));
  const [loading, setLoading] = useState(false);
  const underway = useRef(new Map<number, AbortController>());

  // Answers to an old filter must not land among the rows of a new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows are the signal, not a value that is read.
  useEffect(() => {
    const calls = underway.current;
    return () => {
      for (const call of calls.values()) call.abort();
      calls.clear();
    };
  }, [source.rows]);

  async function load(block: number, query: Record<string, string>) {
    if (underway.current.has(block)) return;
    const call = new AbortController();
    underway.current.set(block, call);
    setLoading(true);
    const answer = await fetchRows<Row>(source.path, source.params, query, call.signal);
    if (call.signal.aborted) return;
    underway.current.delete(block);
    setLoading(underway.current.size > 0);
    setCache((now) => (now.from === source.rows ? withAnswer(now, block, answer) : now));
  }

  /** Loads the blocks that positions `first` to `last` lie in, once each. */
  function need(first: number, last: number) {
    if (byCursor || cache.failed) return;
    for (let block = Math.floor(first / pageRows); block <= Math.floor(last / pageRows); block += 1) {
      if (block * pageRows < cache.total && !cache.blocks.has(block)) {
        void load(block, { offset: String(block * pageRows), limit: String(pageRows) });
      }
    }
  }

  function loadNext() {
    if (cache.next) void load(cache.blocks.size, { after: cache.next, limit: String(pageRows) });
  }

  function retry() {
    setCache((now) => ({ ...now, failed: null }));
    if (byCursor) loadNext();
  }

  const loaded: { index: number; row: Row }[] = [];
  let start = 0;
  for (const [block, rows] of [...cache.blocks].sort(([a], [b]) => a - b)) {
    const offset = byCursor ? start : block * pageRows;
    for (const [at, row] of rows.entries()) loaded.push({ index: offset + at, row });
    start += rows.length;
  }
  return {
    loaded,
    /** Places to draw: all that match by offset, those loaded by cursor. */
    places: byCursor ? start : Math.max(cache.total, start),
    total: cache.total,
    hasNext: Boolean(cache.next),
    loading,
    failed: cache.failed,
    need,
    loadNext,
    retry,
  };
}

function withAnswer<Row>(cache: Cache<Row>, block: number, answer: RowsAnswer<Row> | ErrorCode): Cache<Row> {
  if (typeof answer === 'string') return { ...cache, failed: answer };
  return {
    ...cache,
    blocks: new Map([...cache.blocks, [block, answer.rows]]),
    next: cache.next === undefined ? undefined : (answer.next ?? null),
    total: answer.total,
  };
}
