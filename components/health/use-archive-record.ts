'use client';

import { useEffect, useState } from 'react';
import type { ArchiveGap, ProvenStretch } from '@/lib/archive/coverage/stretches';
import { readAnswer } from '@/lib/http/read-answer';

type RecordScope = { channel: number | null; room: string | null; asked: boolean };
type Answer = { doors: { stretches: (RecordScope & ProvenStretch)[]; gaps: (RecordScope & ArchiveGap)[] }[] };

export type RecordLine = ({ kind: 'stretch' } & ProvenStretch) | ({ kind: 'gap' } & ArchiveGap);
export type RecordList = RecordScope & { lines: RecordLine[] };

/** A door's record, loaded when it is opened. `null`: loading. */
export function useArchiveRecord(gid: string): {
  lists: RecordList[] | null;
  failed: boolean;
  retry: () => void;
} {
  const [lists, setLists] = useState<RecordList[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a retry is a signal, not a value that is read.
  useEffect(() => {
    const call = new AbortController();
    const sent = fetch(`/api/archive?${new URLSearchParams({ door: gid })}`, { signal: call.signal });
    void readAnswer<Answer>(sent).then((answer) => {
      if (call.signal.aborted) return;
      if (answer.ok) setLists(listsOf(answer.body.doors[0] ?? { stretches: [], gaps: [] }));
      else setFailed(true);
    });
    return () => call.abort();
  }, [gid, attempt]);
  return {
    lists,
    failed,
    retry: () => {
      setFailed(false);
      setAttempt(attempt + 1);
    },
  };
}

/** The lists, those with gaps first. A gap is between the periods that it separates. */
function listsOf({ stretches, gaps }: Answer['doors'][number]): RecordList[] {
  const lists = new Map<string, RecordList>();
  for (const { channel, room, asked, ...stretch } of stretches) {
    const key = `${channel} ${asked}`;
    const list = lists.get(key) ?? { channel, room, asked, lines: [] };
    lists.set(key, list);
    const gap = gaps.filter((one) => `${one.channel} ${one.asked}` === key)[
      list.lines.filter(isStretch).length
    ];
    list.lines.push({ kind: 'stretch', ...stretch });
    if (gap) list.lines.push({ kind: 'gap', from: gap.from, to: gap.to, state: gap.state });
  }
  const gapless = (list: RecordList) => Number(list.lines.every(isStretch));
  return [...lists.values()].sort((one, other) => gapless(one) - gapless(other));
}

function isStretch({ kind }: RecordLine): boolean {
  return kind === 'stretch';
}
