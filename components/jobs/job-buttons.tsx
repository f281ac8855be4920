'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { ErrorNote } from '@/components/ui/error-note';
import { answerOf } from '@/lib/answer-of';
import type { ErrorCode } from '@/lib/errors';
import { cancelJobAction, retryJobAction } from '@/lib/jobs/actions';
import type { JobRow } from '@/lib/jobs/data';
import type { JobProgress } from '@/lib/jobs/progress';

/** Cancel what is not begun; or, at the end, try again what failed. */
export function JobButtons({ job, progress }: { job: JobRow; progress: JobProgress }) {
  const over = progress.state === 'done' || progress.state === 'cancelled';
  return over ? (
    <RetryButton job={job} progress={progress} />
  ) : (
    <CancelButton jobId={job.id} progress={progress} />
  );
}

function CancelButton({ jobId, progress }: { jobId: string; progress: JobProgress }) {
  const t = useTranslations('jobs');
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const left = progress.counts.pending;
  if (progress.cancelAsked) return <p className="text-muted text-sm">{t('cancelling')}</p>;
  if (left === 0) return null;
  return (
    <div data-chrome>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('cancel')}
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
        title={t('cancelTitle')}
        confirm={t('cancelConfirm', { count: left })}
        pending={pending}
        error={failure}
      >
        <p>{t('cancelText', { count: left })}</p>
      </ConfirmDialog>
    </div>
  );
}

function RetryButton({ job, progress }: { job: JobRow; progress: JobProgress }) {
  const t = useTranslations('jobs');
  const router = useRouter();
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const key = useRef('');
  const { run, prompt } = usePasswordGate(retryJobAction);
  // A doorcode whose making is unknown is looked for again by itself; asked for anew it might be made twice.
  const count = progress.counts.failed + (job.kind === 'issue-doorcodes' ? 0 : progress.counts.unknown);
  if (count === 0) return null;

  function retry() {
    key.current ||= crypto.randomUUID();
    startTransition(async () => {
      const result = await run({ jobId: job.id, requestKey: key.current });
      if (result?.ok) router.push(`/jobs/${result.data.jobId}`);
      else setFailure(result?.code ?? null);
    });
  }

  return (
    <div data-chrome className="grid gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <Button size="small" tone="primary" pending={pending} onClick={retry}>
          {t('retry', { count })}
        </Button>
        <span className="text-muted text-sm">{t('retryHint')}</span>
      </div>
      {failure ? <ErrorNote code={failure} /> : null}
      {prompt}
    </div>
  );
}
