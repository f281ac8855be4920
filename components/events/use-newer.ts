'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useState, useTransition } from 'react';
import { refreshInBackground } from '@/components/auth/fetch-in-background';
import type { NewerAnswer } from '@/lib/archive/events/newer-events';
import type { ErrorCode } from '@/lib/errors';
import { readAnswer } from '@/lib/http/read-answer';
import { useFollowNewer } from './use-follow-newer';

/** Parameters with which the list does not begin at the newest event. */
const ofTop = ['at', 'sort', 'dir'];

/** Counts events that the rows do not show yet. Rows stay until the reader asks, except in an empty list. */
export function useNewer({
  seen,
  clock,
  doorsRead,
  ignored,
}: {
  seen: string | null;
  /** The time zone of the filters, which the address need not contain. */
  clock: string;
  doorsRead: number;
  /** Unknown parts of the address. They do not filter. */
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
      startTransition(() => refreshInBackground(router));
  };
  useFollowNewer(filter, take);

  /** A person's own press, so this is no background request. */
  async function askNow() {
    const answer = await readAnswer<NewerAnswer>(fetch(`/api/events/newer?${filter}&refresh=1`));
    if (answer.ok) take(answer.body, true);
    else setFailure(answer.code);
  }

  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  return {
    count: answer?.count ?? 0,
    over: answer?.over ?? false,
    /** Doors read for the first time since then. */
    doors: Math.max(0, (answer?.doors ?? 0) - doorsRead),
    show: () =>
      startTransition(() => {
        const first = new URLSearchParams(params);
        // A list that begins at a date or with the oldest would not show the new events first.
        for (const name of ofTop) first.delete(name);
        if (first.toString() === params) router.refresh();
        else router.replace(`/events?${first}`, { scroll: false });
      }),
    refresh: async () => {
      setReading(true);
      setFailure(null);
      await askNow();
      setReading(false);
    },
    busy: pending || reading,
    failure,
  };
}
