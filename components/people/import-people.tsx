'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { Field } from '@/components/ui/field';
import { FileButton } from '@/components/ui/file-button';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { resultMark } from '@/components/ui/return-focus';
import { Spinner } from '@/components/ui/spinner';
import { useEarlyInput } from '@/components/ui/use-early-input';
import type { ImportPreview } from '@/lib/registers/import/preview-import';
import { ChooseReading, ReadAs } from './import-reading';
import { ImportRows } from './import-rows';
import { RejectedRows } from './rejected-rows';
import { useImport } from './use-import';

/** Chooses a file, shows what would happen to each row, and writes exactly that. */
export function ImportPeople({ mostRows, mostBytes }: { mostRows: number; mostBytes: number }) {
  const t = useTranslations('people.import');
  const { state, choose, write, decide, takeRejected, readAs, toggle, restart } = useImport({
    mostBytes,
    tooLarge: t('file.tooLarge', { most: mostBytes }),
  });
  const { preview, undecided, busy, done } = state;

  function takeFile(input: HTMLInputElement) {
    const [file] = input.files ?? [];
    // Allows the same file, corrected, to be chosen again.
    input.value = '';
    if (file) void choose(file);
  }
  const field = useRef<HTMLInputElement>(null);
  useEarlyInput(field, takeFile);

  if (done) {
    return (
      <Notice
        tone="good"
        title={<span {...resultMark}>{t('done', done)}</span>}
        action={
          <span className="flex flex-wrap gap-2">
            <Button onClick={restart}>{t('another')}</Button>
            <ButtonLink tone="primary" href="/people">
              {t('toPeople')}
            </ButtonLink>
          </span>
        }
      />
    );
  }
  return (
    <div className="grid gap-5">
      <Panel>
        <div className="grid gap-5 lg:grid-cols-[20rem_1fr]">
          <div className="grid content-start gap-3">
            <Field
              label={t('choose')}
              error={state.problem ?? undefined}
              description={t('chooseHint', { rows: mostRows, size: Math.floor(mostBytes / 1000) })}
            >
              {(control) => (
                <FileButton
                  {...control}
                  label={t('pick')}
                  fileName={state.chosen?.file.name ?? null}
                  tone={preview ? 'plain' : 'primary'}
                  accept=".xlsx,.csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                  disabled={busy !== null}
                  ref={field}
                  onChange={(event) => takeFile(event.target)}
                />
              )}
            </Field>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <a
                href="/api/people/template"
                download
                className="inline-flex w-fit items-center gap-1.5 font-medium text-accent-ink hover:underline"
              >
                <Download aria-hidden className="size-4" />
                <span>{t('template')}</span>
              </a>
              <a
                href="/api/people/template?format=csv"
                download
                className="font-medium text-accent-ink hover:underline"
              >
                {t('templateCsv')}
              </a>
            </p>
          </div>
          <ul className="grid max-w-prose list-disc content-start gap-1.5 pl-5 text-muted">
            <li>{t('columnsHelp')}</li>
            <li>{t('matching')}</li>
            <li>{t('blank')}</li>
            <li>{t('days')}</li>
          </ul>
        </div>
      </Panel>
      {state.code ? <ErrorNote code={state.code} /> : null}
      {state.moved ? <Notice tone="warn">{t('conflict')}</Notice> : null}
      <div aria-live="polite">
        {busy === 'reading' ? (
          <p className="flex items-center gap-2 text-muted">
            <Spinner />
            <span>{t('reading')}</span>
          </p>
        ) : null}
      </div>
      {undecided && busy === null ? (
        <ChooseReading undecided={undecided} onChoose={(encoding) => void readAs(encoding)} />
      ) : null}
      {preview && busy !== 'reading' ? (
        <section aria-label={t('result')} className="min-w-0" aria-busy={busy === 'deciding'}>
          <ReadAs preview={preview} onChange={(encoding) => void readAs(encoding)} />
          <ImportRows
            preview={preview}
            without={state.without}
            deciding={busy === 'deciding'}
            onToggle={toggle}
            onDecide={(lines, choice) => void decide(lines, choice)}
          />
          {preview.counts.invalid > 0 ? <RejectedRows onTake={takeRejected} /> : null}
          <WriteBar
            preview={preview}
            without={state.without}
            pending={busy === 'writing'}
            onWrite={(count) => void write(count)}
          />
        </section>
      ) : null}
    </div>
  );
}

function WriteBar({
  preview,
  without,
  pending,
  onWrite,
}: {
  preview: ImportPreview;
  without: ReadonlySet<number>;
  pending: boolean;
  onWrite: (count: number) => void;
}) {
  const stopped = useStopped('desk');
  const t = useTranslations('people.import');
  const taken = preview.rows.filter(({ line }) => !without.has(line));
  const created = taken.filter(({ status }) => status === 'new').length;
  const changed = taken.filter(({ status }) => status === 'changed').length;
  return (
    <div className="sticky bottom-3 z-10 mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-raised px-4 py-3 shadow-raised max-sm:bottom-[calc(4rem+env(safe-area-inset-bottom))]">
      <DoubtNote doubt={stopped} className="w-full" />
      <div className="min-w-0 flex-1">
        <p className="tabular font-medium">{t('summary', { created, changed })}</p>
        {preview.counts.invalid > 0 ? (
          <p className="text-muted text-sm">{t('invalidStay', { count: preview.counts.invalid })}</p>
        ) : null}
      </div>
      <Button
        tone="primary"
        pending={pending}
        disabled={created + changed === 0 || stopped !== null}
        onClick={() => onWrite(created + changed)}
      >
        {t('apply', { count: created + changed })}
      </Button>
    </div>
  );
}
