'use client';

import { QrCode } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { ButtonLink } from '@/components/ui/button-link';
import { Link } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { JobApproval, JobRow, StepRow } from '@/lib/jobs/data';
import { shownState } from '@/lib/jobs/states';
import { JobApprovalNote } from './job-approval-note';
import { JobButtons } from './job-buttons';
import { JobFailures } from './job-failures';
import { JobRetries } from './job-retries';
import { JobBar, JobStateBadge, useCountWords } from './job-state';
import { JobSteps } from './job-steps';
import { JobWaiting } from './job-waiting';
import { useJobProgress } from './use-job-progress';

export function JobView({
  job,
  approval,
  steps,
  may,
  member,
}: {
  job: JobRow;
  approval: JobApproval | null;
  steps: StepRow[];
  may: { change: boolean; export: boolean; connect: boolean };
  /** With the account of the workspace, and whether its sign-in is closed here; null: the holder of the account reads this. */
  member: { account: string; closed: boolean } | null;
}) {
  const t = useTranslations('jobs');
  const words = useCountWords();
  const status = useRef<HTMLParagraphElement>(null);
  const { progress, liveness } = useJobProgress(job.id, {
    state: job.state,
    waitCode: job.waitCode,
    cancelAsked: job.cancelAsked,
    paused: job.paused,
    finishedAt: job.finishedAt,
    counts: job.counts,
    approval,
    steps,
  });

  const shown = shownState(progress);

  /** The button goes. Next to it is "Cancel the rest", so the focus goes to the counts, unless the person moved on. */
  function leaveButton(pressed: HTMLElement) {
    const active = document.activeElement;
    if (active === pressed || active === document.body) status.current?.focus({ preventScroll: true });
  }

  return (
    <div className="grid gap-4">
      <div className="grid gap-2 rounded-lg border border-line bg-surface px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <JobStateBadge state={progress.state} waitCode={progress.waitCode} paused={progress.paused} />
          <p ref={status} tabIndex={-1} role="status" className="tabular min-w-0 flex-1">
            {words(progress.counts)}
          </p>
          {liveness === 'ended' || shown === 'stopped' ? null : (
            <span className="text-muted text-sm">{t(liveness)}</span>
          )}
        </div>
        <JobBar counts={progress.counts} total={job.total} />
        <p className="text-muted text-sm">
          <span>
            {t.rich('startedBy', {
              time: () => <RelativeTime key="at" at={job.createdAt} />,
              actor: () => <SafeText key="by">{job.actor}</SafeText>,
            })}
          </span>
          {job.params.via ? (
            <span>
              {' · '}
              {t.rich('through.job', {
                account: () => <SafeText key="via">{job.params.via?.account ?? ''}</SafeText>,
              })}
            </span>
          ) : null}
          {progress.finishedAt ? (
            <span>
              {' · '}
              {t.rich('finished', {
                time: () => <RelativeTime key="end" at={progress.finishedAt ?? ''} />,
              })}
            </span>
          ) : null}
          {job.retryOf ? (
            <>
              <span>{' · '}</span>
              <Link href={`/jobs/${job.retryOf}`}>{t('retryOf')}</Link>
            </>
          ) : null}
        </p>
        {liveness === 'ended' || shown === 'stopped' || shown === 'paused' ? null : (
          <p className="text-muted text-sm">{t('leave')}</p>
        )}
        {job.batch ? (
          <div data-chrome>
            <ButtonLink
              size="small"
              tone={liveness === 'ended' ? 'primary' : 'plain'}
              icon={QrCode}
              href={`/doorcodes/issued/${job.batch}`}
            >
              {t('handOut')}
            </ButtonLink>
          </div>
        ) : null}
        <JobRetries steps={steps} />
        {may.change ? (
          <JobButtons job={job} steps={steps} progress={progress} onPaused={leaveButton} />
        ) : null}
        {may.export ? <JobFailures job={job} steps={steps} progress={progress} /> : null}
      </div>
      {progress.approval ? <JobApprovalNote approval={progress.approval} actor={job.actor} /> : null}
      {progress.state === 'waiting' && progress.waitCode !== 'approval-needed' ? (
        <JobWaiting
          jobId={job.id}
          code={progress.waitCode}
          paused={progress.paused}
          may={may}
          member={member}
          onResumed={leaveButton}
        />
      ) : null}
      <JobSteps kind={job.kind} steps={steps} progress={progress.steps} />
    </div>
  );
}
