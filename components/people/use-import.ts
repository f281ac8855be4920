'use client';

import { useRef, useState } from 'react';
import { saveFile } from '@/components/data-table/save-export';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { readAnswer } from '@/lib/http/read-answer';
import { importPeopleAction } from '@/lib/registers/import/actions';
import type { Undecided } from '@/lib/registers/import/decode-file';
import type { Encoding } from '@/lib/registers/import/encoding-names';
import type { ImportPreview } from '@/lib/registers/import/preview-import';
import type { RowChoice } from '@/lib/registers/import/schema';

type Choices = Readonly<Record<string, RowChoice>>;
type Chosen = { file: File; encoding: Encoding | ''; choices: Choices };
type State = {
  busy: 'reading' | 'deciding' | 'writing' | null;
  chosen: Chosen | null;
  preview: ImportPreview | null;
  /** Possible encodings, if only a person can choose. */
  undecided: Undecided | null;
  without: ReadonlySet<number>;
  problem: string | null;
  code: ErrorCode | null;
  moved: boolean;
  done: { created: number; changed: number } | null;
};

const empty: State = {
  busy: null,
  chosen: null,
  preview: null,
  undecided: null,
  without: new Set(),
  problem: null,
  code: null,
  moved: false,
  done: null,
};

/**
 * One import: choose, check, leave out, write. Keeps the file's content, so that what is written is what was checked.
 */
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
    if (file.size > mostBytes) {
      setState({ ...empty, problem: tooLarge });
      return;
    }
    // The file on the disk may change before it is written.
    const kept = await file.arrayBuffer().catch(() => null);
    if (kept === null) setState({ ...empty, problem: 'invalid' });
    else await read({ file: new File([kept], file.name), encoding: '', choices: {} }, false);
  }

  async function write(expected: number) {
    const { chosen, preview } = state;
    if (!chosen || !preview) return;
    setState((now) => ({ ...now, busy: 'writing', code: null }));
    const form = formOf(chosen);
    form.set('digest', preview.digest);
    form.set('without', [...state.without].join(','));
    form.set('expected', String(expected));
    const result = await answerOf(importPeopleAction(form));
    if (result.ok) setState({ ...empty, done: result.data });
    else if (result.code === 'conflict') await read(chosen, true);
    else setState((now) => ({ ...now, busy: null, code: result.code }));
  }

  /** A person's choice for some rows. null removes it. Rows that were left out stay so. */
  async function decide(lines: readonly number[], choice: RowChoice | null) {
    const { chosen } = state;
    if (!chosen) return;
    const choices: Record<string, RowChoice> = { ...chosen.choices };
    for (const line of lines) {
      if (choice) choices[String(line)] = choice;
      else delete choices[String(line)];
    }
    latest.current += 1;
    const mine = latest.current;
    setState((now) => ({ ...now, busy: 'deciding', chosen: { ...chosen, choices }, code: null }));
    const answer = await fetchPreview({ ...chosen, choices });
    if (mine === latest.current) setState((now) => ({ ...now, ...answer, busy: null, moved: false }));
  }

  /** Downloads the unusable rows. False: the file could not be made. */
  async function takeRejected(format: 'xlsx' | 'csv'): Promise<boolean> {
    if (!state.chosen) return false;
    const form = formOf(state.chosen);
    form.set('format', format);
    const sent = fetch('/api/people/import/rejected', { method: 'POST', body: form });
    return saveFile(sent, `doordesk-rejected-rows.${format}`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  return {
    state,
    choose,
    write,
    decide,
    takeRejected,
    readAs: (encoding: Encoding) => state.chosen && read({ ...state.chosen, encoding, choices: {} }, false),
    toggle: (line: number) =>
      setState((now) => {
        const without = new Set(now.without);
        if (!without.delete(line)) without.add(line);
        return { ...now, without };
      }),
    restart: () => setState(empty),
  };
}

function formOf({ file, encoding, choices }: Chosen): FormData {
  const form = new FormData();
  form.set('file', file);
  form.set('encoding', encoding);
  form.set('choices', JSON.stringify(choices));
  return form;
}

async function fetchPreview(chosen: Chosen): Promise<Partial<State>> {
  const answer = await readAnswer<ImportPreview | Undecided | { problem: string }>(
    fetch('/api/people/import', { method: 'POST', body: formOf(chosen) }),
    'connection-lost',
  );
  if (!answer.ok) return { code: answer.code };
  if ('problem' in answer.body) return answer.body;
  return 'samples' in answer.body ? { undecided: answer.body } : { preview: answer.body };
}
