'use client';

import { Pause } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { ErrorNote } from '@/components/ui/error-note';
import { cancelJobAction, pauseJobAction, retryJobAction } from '@/lib/bulk/actions';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import type { JobRow, StepRow } from '@/lib/jobs/data';
import type { JobProgress } from '@/lib/jobs/progress';
import { retriableStates } from '@/lib/jobs/retriable-states';
import { isStopped } from '@/lib/jobs/states';

type ButtonsProps = { job: JobRow; steps: StepRow[]; progress: JobProgress };

/** Cancels steps that have not started. At the end, tries failed steps again. */
export function JobButtons({
  job,
  steps,
  progress,
  onPaused,
}: ButtonsProps & { onPaused: (pressed: HTMLElement) => void }) {
  const over = progress.state === 'done' || progress.state === 'cancelled';
  return over ? (
    <RetryButton job={job} steps={steps} progress={progress} />
  ) : (
    <div data-chrome className="flex flex-wrap items-start gap-2">
      <PauseButton jobId={job.id} progress={progress} onPaused={onPaused} />
      <CancelButton jobId={job.id} progress={progress} />
    </div>
  );
}

function PauseButton({
  jobId,
  progress,
  onPaused,
}: {
  jobId: string;
  progress: JobProgress;
  onPaused: (pressed: HTMLElement) => void;
}) {
  const t = useTranslations('jobs');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  if (progress.cancelAsked || progress.counts.pending === 0) return null;
  if (progress.waitCode === 'approval-needed' || isStopped(progress.waitCode)) return null;
  if (progress.paused)
    return progress.state === 'waiting' ? null : <p className="text-muted text-sm">{t('pausing')}</p>;

  function pause(pressed: HTMLElement) {
    startTransition(async () => {
      const result = await answerOf(pauseJobAction({ jobId }));
      setFailure(result.ok ? null : result.code);
      if (result.ok) onPaused(pressed);
    });
  }

  return (
    <>
      <Button
        size="small"
        icon={Pause}
        pending={pending}
        onClick={({ currentTarget }) => pause(currentTarget)}
      >
        {t('pause')}
      </Button>
      {failure ? <ErrorNote code={failure} /> : null}
    </>
  );
}

function CancelButton({ jobId, progress }: { jobId: string; progress: JobProgress }) {
  const t = useTranslations('jobs');
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const left = progress.counts.pending;
  if (progress.cancelAsked) return <p className="text-muted text-sm">{t('cancelling')}</p>;
  // A job that only waits to read something back can wait for a connection that never comes.
  if (left === 0 && progress.state !== 'waiting') return null;
  return (
    <div>
      <Button size="small" onClick={() => setOpen(true)}>
        {t(left === 0 ? 'end' : 'cancel')}
      </Button>
      <ConfirmDialog
        whileInDoubt
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() =>
          startTransition(async () => {
            const result = await answerOf(cancelJobAction({ jobId }));
            setFailure(result.ok ? null : result.code);
            if (result.ok) setOpen(false);
          })
        }
        title={t(left === 0 ? 'endTitle' : 'cancelTitle')}
        confirm={left === 0 ? t('end') : t('cancelConfirm', { count: left })}
        pending={pending}
        error={failure}
      >
        <p>{left === 0 ? t('endText') : t('cancelText', { count: left })}</p>
      </ConfirmDialog>
    </div>
  );
}

function RetryButton({ job, steps, progress }: ButtonsProps) {
  const t = useTranslations('jobs');
  const router = useRouter();
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const key = useRef('');
  const { run, prompt } = usePasswordGate(retryJobAction);
  const retried = new Set(steps.flatMap(({ position, retriedBy }) => (retriedBy ? [position] : [])));
  const states = retriableStates(job.kind, job.retryOf !== null);
  const count = progress.steps.filter(
    ({ position, state }) => states.includes(state) && !retried.has(position),
  ).length;
  if (count === 0 && !failure) return null;

  function retry() {
    key.current ||= crypto.randomUUID();
    startTransition(async () => {
      const result = await run({ jobId: job.id, requestKey: key.current });
      if (result?.ok) router.push(`/jobs/${result.data.jobId}`);
      else {
        setFailure(result?.code ?? null);
        // Another tab has already tried again. The refreshed page leads to that job.
        if (result?.code === 'conflict') router.refresh();
      }
    });
  }

  return (
    <div data-chrome className="grid gap-2">
      {count > 0 ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button size="small" tone="primary" pending={pending} onClick={retry}>
            {t('retry', { count })}
          </Button>
          <span className="text-muted text-sm">{t('retryHint')}</span>
        </div>
      ) : null}
      {failure ? <ErrorNote code={failure} /> : null}
      {prompt}
    </div>
  );
}
