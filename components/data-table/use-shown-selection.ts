'use client';

import { useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { fetchTicked } from './fetch-ticked';

type Shown<Row> = { rows: Row[]; under: string };

/**
 * Shows the selected rows instead of the list, until the filter or the order changes. Reads them from the server, so
 * they show their current state.
 */
export function useShownSelection<Row>({
  path,
  fixed,
  params,
  pageRows,
}: {
  path: string;
  fixed: Record<string, string>;
  params: string;
  /** The page's rows. New ones make the selected rows load again. */
  pageRows: readonly Row[];
}) {
  const [shown, setShown] = useState<Shown<Row> | null>(null);
  const [failed, setFailed] = useState<ErrorCode | null>(null);
  const [loading, setLoading] = useState(false);
  const ids = useRef<readonly string[]>([]);
  const underway = useRef<AbortController>(null);
  if (shown && shown.under !== params) setShown(null);

  async function read(under: string) {
    underway.current?.abort();
    const call = new AbortController();
    underway.current = call;
    setLoading(true);
    const answer = await fetchTicked<Row>({ path, query: fixed, ids: ids.current, signal: call.signal });
    if (call.signal.aborted) return;
    setLoading(false);
    setFailed(typeof answer === 'string' ? answer : null);
    if (typeof answer !== 'string') setShown({ rows: answer, under });
  }

  const isShown = shown !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows of the page are the signal.
  useEffect(() => {
    if (isShown) void read(params);
  }, [pageRows]);
  useEffect(() => () => underway.current?.abort(), []);

  return {
    rows: shown?.rows ?? null,
    failed,
    loading,
    show: (chosen: readonly string[]) => {
      ids.current = chosen;
      void read(params);
    },
    leave: () => {
      underway.current?.abort();
      setLoading(false);
      setFailed(null);
      setShown(null);
    },
  };
}
