'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useState, useTransition } from 'react';
import type { NewerAnswer } from '@/lib/archive/events/newer-events';
import type { ErrorCode } from '@/lib/errors';
import { useFollowNewer } from './use-follow-newer';

/** What has the list begin with other events than the newest. */
const ofTop = ['at', 'sort', 'dir'];

/**
 * How many events have come that the rows do not show yet. The rows stay as they are until the reader asks for them;
 * only a list without any row fills by itself, since nothing there can move under his eyes.
 */
export function useNewer({
  seen,
  clock,
  doorsRead,
  ignored,
}: {
  /** What the page shows of the events that match (`markSeen`); null: none does. */
  seen: string | null;
  /** Whose clock the filters go by: the address need not name it. */
  clock: string;
  doorsRead: number;
  /** Parts of the address that could not be understood; the rows are not filtered by them. */
  ignored: string[];
}) {
  const router = useRouter();
  const params = useSearchParams().toString();
  const [state, setState] = useState<{ for: string; answer: NewerAnswer } | null>(null);
  const [pending, startTransition] = useTransition();
  const key = `${seen} ${params}`;
  const answer = state?.for === key ? state.answer : null;

  const query = new URLSearchParams(params);
  for (const name of [...ofTop, 'after', 'before', 'offset', 'limit', 'view', 'visits', ...ignored])
    query.delete(name);
  query.set('zone', clock);
  if (seen) query.set('seen', seen);
  const filter = query.toString();

  const take = (next: NewerAnswer, refresh = false) => {
    setState({ for: key, answer: next });
    if (refresh || (seen === null && (next.count > 0 || next.doors > doorsRead)))
      startTransition(() => router.refresh());
  };
  useFollowNewer(filter, take);

  /** A press on the button is the person himself. */
  async function askNow() {
    const response = await fetch(`/api/events/newer?${filter}&refresh=1`).catch(() => null);
    if (response?.ok) return take((await response.json()) as NewerAnswer, true);
    const answer = (await response?.json().catch(() => null)) as { error?: ErrorCode } | null | undefined;
    setFailure(answer?.error ?? 'unexpected');
  }

  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  return {
    count: answer?.count ?? 0,
    over: answer?.over ?? false,
    /** Doors that were read for the first time since. */
    doors: Math.max(0, (answer?.doors ?? 0) - doorsRead),
    /** Shows what has come. */
    show: () =>
      startTransition(() => {
        const first = new URLSearchParams(params);
        // Neither a list that was moved to a date shows them first, nor one that begins with the oldest.
        for (const name of ofTop) first.delete(name);
        if (first.toString() === params) router.refresh();
        else router.replace(`/events?${first}`, { scroll: false });
      }),
    /** Has the doors read at once, then shows what came. */
    refresh: async () => {
      setReading(true);
      setFailure(null);
      await askNow();
      setReading(false);
    },
    busy: pending || reading,
    /** Why the last press on the button did nothing. */
    failure,
  };
}
