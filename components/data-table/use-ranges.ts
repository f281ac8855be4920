'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { pageRows } from '@/lib/table/page-rows';
import { fetchRows } from './fetch-rows';
import {
  firstRange,
  loadedRows,
  missingBlocks,
  nextBlock,
  recounted,
  redrawn,
  type Source,
  withAnswer,
} from './ranges';

/** The loaded rows by position, and functions that load more: by offset or by cursor. */
export function useRanges<Row>(source: Source<Row>) {
  const [ranges, setRanges] = useState(() => firstRange(source));
  if (ranges.from !== source.rows) setRanges(redrawn(ranges, source));
  else if (ranges.counted !== source.total) setRanges(recounted(ranges, source.total));
  const [loading, setLoading] = useState(false);
  const underway = useRef(new Map<number, AbortController>());

  // Answers to an old filter must not land among the rows of a new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows are the signal, not a value that is read.
  useEffect(() => {
    const calls = underway.current;
    return () => {
      for (const call of calls.values()) call.abort();
      calls.clear();
      setLoading(false);
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
    setRanges((now) => (now.from === source.rows ? withAnswer(now, block, answer) : now));
  }

  function need(first: number, last: number) {
    for (const block of missingBlocks(ranges, first, last)) {
      void load(block, { offset: String(block * pageRows), limit: String(pageRows) });
    }
  }

  function loadNext() {
    if (ranges.next) void load(nextBlock(ranges, 'down'), { after: ranges.next, limit: String(pageRows) });
  }

  function loadAbove() {
    if (ranges.above) void load(nextBlock(ranges, 'up'), { before: ranges.above, limit: String(pageRows) });
  }

  function retry() {
    setRanges((now) => ({ ...now, failed: null }));
    loadNext();
  }

  const loaded = useMemo(() => loadedRows(ranges), [ranges]);
  return {
    loaded,
    /** Number of rows to render: all by offset, the loaded ones by cursor. */
    places: ranges.next === undefined ? Math.max(ranges.total, loaded.length) : loaded.length,
    total: ranges.total,
    hasNext: Boolean(ranges.next),
    /** The row that the list began with. Rows above it were loaded later. */
    start: ranges.blocks.get(0)?.[0],
    above: ranges.above,
    failedAbove: ranges.failedAbove,
    loading,
    failed: ranges.failed,
    /** Loads the ranges that positions `first` to `last` need. */
    need,
    loadNext,
    loadAbove,
    retry,
  };
}
