'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { ErrorNote } from '@/components/ui/error-note';
import { Field } from '@/components/ui/field';
import { FileButton } from '@/components/ui/file-button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { retryJobAction } from '@/lib/bulk/actions';
import type { FailuresChange, MatchedFailures, RefusedLine } from '@/lib/bulk/match-failures';
import { startDoorcodesJobAction } from '@/lib/doorcodes/actions';
import type { ErrorCode } from '@/lib/errors';
import { readAnswer } from '@/lib/http/read-answer';
import { startMastersJobAction } from '@/lib/masters/actions';
import { startSharesJobAction } from '@/lib/shares/actions';
import { BulkDialog, type BulkStart } from './bulk-dialog';

type State = {
  fileName: string | null;
  busy: boolean;
  found: MatchedFailures | null;
  problem: string | null;
  code: ErrorCode | null;
};
const empty: State = { fileName: null, busy: false, found: null, problem: null, code: null };

/** Turns a file into the same change that a selection in a list would start, with the same preview and questions. */
export function ImportDialog({
  open,
  onClose,
  mostRows,
  mostBytes,
}: {
  open: boolean;
  onClose: () => void;
  mostRows: number;
  mostBytes: number;
}) {
  const t = useTranslations('failures.import');
  const [state, setState] = useState(empty);
  const latest = useRef(0);
  const change = state.found?.change ?? null;

  async function read(input: HTMLInputElement) {
    const [chosen] = input.files ?? [];
    if (!chosen) return;
    latest.current += 1;
    const mine = latest.current;
    const named = { ...empty, fileName: chosen.name };
    if (chosen.size > mostBytes) {
      setState({ ...named, problem: t('tooLarge', { most: mostBytes }) });
    } else {
      setState({ ...named, busy: true });
      const answer = await fetchMatches(chosen);
      if (mine === latest.current) setState({ ...named, ...answer });
    }
    // Allows the same file, corrected, to be chosen again.
    input.value = '';
  }

  function close() {
    latest.current += 1;
    setState(empty);
    onClose();
  }

  return (
    <BulkDialog
      open={open}
      onClose={close}
      onStarted={close}
      title={t('title')}
      of={change?.of ?? 'masters'}
      input={change?.input ?? null}
      start={(input) => startChange(change, input)}
      confirm={(count) => (change ? t('confirm', { count }) : t('start'))}
      tone={isGrant(change) ? 'primary' : 'danger'}
    >
      <Field
        label={t('choose')}
        error={state.problem ?? undefined}
        description={t('hint', { rows: mostRows, size: Math.floor(mostBytes / 1000) })}
      >
        {(control) => (
          <FileButton
            {...control}
            label={t('pick')}
            fileName={state.fileName}
            accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            disabled={state.busy}
            onChange={(event) => void read(event.target)}
          />
        )}
      </Field>
      <div aria-live="polite">
        {state.busy ? (
          <p className="flex items-center gap-2 text-muted">
            <Spinner />
            <span>{t('reading')}</span>
          </p>
        ) : null}
      </div>
      {state.code ? <ErrorNote code={state.code} /> : null}
      {state.found ? <RefusedRows refused={state.found.refused} usable={change !== null} /> : null}
    </BulkDialog>
  );
}

function isGrant(change: FailuresChange | null): boolean {
  return change?.of === 'retries' || (change?.of === 'masters' && change.input.action === 'assign');
}

const mostShown = 50;

function RefusedRows({ refused, usable }: { refused: readonly RefusedLine[]; usable: boolean }) {
  const t = useTranslations('failures.import');
  if (refused.length === 0) return usable ? null : <Notice tone="warn">{t('nothing')}</Notice>;
  return (
    <Notice tone="warn" title={usable ? t('refused', { count: refused.length }) : t('nothing')}>
      <section
        data-scroll
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
        tabIndex={0}
        aria-label={t('refused', { count: refused.length })}
        className="max-h-40 overflow-auto"
      >
        <ul>
          {refused.slice(0, mostShown).map(({ line, code }) => (
            <li key={line}>{t('line', { line, reason: t(`reasons.${code}`) })}</li>
          ))}
        </ul>
      </section>
      {refused.length > mostShown ? <p>{t('moreRefused', { count: refused.length - mostShown })}</p> : null}
    </Notice>
  );
}

async function startChange(change: FailuresChange | null, { requestKey, expected, via, byRule }: BulkStart) {
  const agreed = { requestKey, expected, ...(via ? { via, byRule } : {}) };
  if (change?.of === 'masters') return startMastersJobAction({ ...change.input, ...agreed });
  if (change?.of === 'shares') return startSharesJobAction({ ...change.input, ...agreed });
  if (change?.of === 'doorcodes') return startDoorcodesJobAction({ ...change.input, ...agreed });
  if (change?.of === 'retries') return retryJobAction({ ...change.input, requestKey });
  return { ok: false as const, code: 'invalid-input' as const };
}

async function fetchMatches(file: File): Promise<Partial<State>> {
  const body = new FormData();
  body.set('file', file);
  const answer = await readAnswer<MatchedFailures | { problem: string }>(
    fetch('/api/jobs/import', { method: 'POST', body }),
    'connection-lost',
  );
  if (!answer.ok) return { code: answer.code };
  return 'problem' in answer.body ? answer.body : { found: answer.body };
}
