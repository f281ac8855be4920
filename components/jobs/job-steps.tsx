'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useErrorWords } from '@/components/ui/error-note';
import type { JobKind } from '@/lib/db/tables/jobs';
import type { StepProgress, StepRow } from '@/lib/jobs/data';
import { OutcomeBadge } from './outcome-badge';
import { OutcomeCause } from './outcome-cause';
import { StepWhat } from './step-what';
import { StepWhere } from './step-where';
import { Through } from './through';

const gravity = ['failed', 'unknown', 'unverified', 'running', 'pending', 'skipped', 'verified'];
const shownAtOnce = 200;

/** Every step with its outcome: failures first, each with its cause and what to do. */
export function JobSteps({
  kind,
  steps,
  progress,
}: {
  kind: JobKind;
  steps: StepRow[];
  progress: StepProgress[];
}) {
  const t = useTranslations('jobs');
  const table = useTranslations('table');
  const [limit, setLimit] = useState(shownAtOnce);
  const latest = new Map(progress.map((step) => [step.position, step]));
  const rows = steps
    .map((step) => ({ ...step, ...latest.get(step.position) }))
    .sort(
      (one, other) =>
        gravity.indexOf(one.state) - gravity.indexOf(other.state) || one.position - other.position,
    );
  return (
    <section aria-label={t('outcomesTitle')} className="rounded-lg border border-line bg-surface">
      <ul className="divide-y divide-line">
        {rows.slice(0, limit).map((step) => (
          <li key={step.position} className="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[11rem_1fr_1.2fr]">
            <span>
              <OutcomeBadge state={step.state} />
            </span>
            <div className="min-w-0">
              <StepWhat target={step.target} doorcode={step.doorcode} />
              <p className="text-muted">
                <StepWhere target={step.target} link />
              </p>
            </div>
            {step.state === 'skipped' ? (
              <SkippedReason step={step} />
            ) : (
              <div className="min-w-0">
                <OutcomeCause
                  kind={kind}
                  ending={step.state === 'pending' || step.state === 'running' ? { state: step.state } : step}
                />
                <Through account={step.through} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {rows.length > limit ? (
        <div className="border-line border-t px-4 py-2">
          <span className="hidden print:inline">{table('rowsOf', { count: limit, total: rows.length })}</span>
          <Button size="small" tone="quiet" onClick={() => setLimit(limit + 1_000)}>
            {table('loadMore')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function SkippedReason({ step }: { step: StepRow }) {
  const t = useTranslations('jobs');
  const words = useErrorWords(step.code ?? 'unexpected');
  if (step.already) return <p className="text-muted">{t('already')}</p>;
  if (step.code) return <p className="text-muted">{t('blocked', { reason: words.title })}</p>;
  return <p className="text-muted">{t('outcomeHints.skipped')}</p>;
}
