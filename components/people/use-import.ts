'use client';

import { useRef, useState } from 'react';
import { answerOf } from '@/lib/answer-of';
import type { ErrorCode } from '@/lib/errors';
import { importPeopleAction } from '@/lib/people/actions';
import type { ImportPreview } from '@/lib/people/import/preview';
import type { Encoding } from '@/lib/people/schema';

type Chosen = { file: File; encoding: Encoding | '' };
type State = {
  busy: 'reading' | 'writing' | null;
  chosen: Chosen | null;
  preview: ImportPreview | null;
  /** Lines left out by hand. */
  without: ReadonlySet<number>;
  /** Beside the file field: a key, or a ready sentence. */
  problem: string | null;
  code: ErrorCode | null;
  /** The register moved on: the preview below is a new one. */
  moved: boolean;
  done: { created: number; changed: number } | null;
};

const empty: State = {
  busy: null,
  chosen: null,
  preview: null,
  without: new Set(),
  problem: null,
  code: null,
  moved: false,
  done: null,
};

/** One import: choose, look, leave out, write. The bytes are kept, so that what is written is what was looked at. */
export function useImport({ mostBytes, tooLarge }: { mostBytes: number; tooLarge: string }) {
  const [state, setState] = useState<State>(empty);
  const latest = useRef(0);

  async function read(chosen: Chosen, moved: boolean) {
    latest.current += 1;
    const mine = latest.current;
    setState((now) => ({ ...now, busy: 'reading', chosen, problem: null, code: null, done: null }));
    const answer = await fetchPreview(chosen);
    if (mine !== latest.current) return;
    setState({ ...empty, ...answer, chosen, moved });
  }

  async function choose(file: File) {
    // Refused before it is sent.
    if (file.size > mostBytes) {
      setState({ ...empty, problem: tooLarge });
      return;
    }
    // The file on the disk may change, or go, before it is written.
    const kept = await file.arrayBuffer().catch(() => null);
    if (kept === null) setState({ ...empty, problem: 'invalid' });
    else await read({ file: new File([kept], file.name, { type: 'text/csv' }), encoding: '' }, false);
  }

  async function write(expected: number) {
    const { chosen, preview } = state;
    if (!chosen || !preview) return;
    setState((now) => ({ ...now, busy: 'writing', code: null }));
    const form = new FormData();
    form.set('file', chosen.file);
    form.set('encoding', chosen.encoding);
    form.set('digest', preview.digest);
    form.set('without', [...state.without].join(','));
    form.set('expected', String(expected));
    const result = await answerOf(importPeopleAction(form));
    if (result.ok) setState({ ...empty, done: result.data });
    else if (result.code === 'conflict') await read(chosen, true);
    else setState((now) => ({ ...now, busy: null, code: result.code }));
  }

  return {
    state,
    choose,
    write,
    readAs: (encoding: Encoding) => state.chosen && read({ ...state.chosen, encoding }, false),
    toggle: (line: number) =>
      setState((now) => {
        const without = new Set(now.without);
        if (!without.delete(line)) without.add(line);
        return { ...now, without };
      }),
    restart: () => setState(empty),
  };
}

async function fetchPreview({ file, encoding }: Chosen): Promise<Partial<State>> {
  const form = new FormData();
  form.set('file', file);
  form.set('encoding', encoding);
  try {
    const response = await fetch('/api/people/import', { method: 'POST', body: form });
    const body: unknown = await response.json();
    if (response.ok) {
      const answer = body as ImportPreview | { problem: string };
      return 'problem' in answer ? answer : { preview: answer };
    }
    return { code: (body as { error: ErrorCode }).error };
  } catch {
    return { code: 'connection-lost' };
  }
}
