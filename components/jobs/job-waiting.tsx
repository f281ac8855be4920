'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { resumeJobAction } from '@/lib/bulk/actions';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { isStopped } from '@/lib/jobs/states';
import { labelText } from '@/lib/text/visible-text';

const endingByItself: Partial<Record<ErrorCode, 'doubt' | 'list' | 'outdated'>> = {
  'cloud-in-doubt': 'doubt',
  'cloud-list-in-doubt': 'list',
  'cloud-list-outdated': 'outdated',
};

/**
 * Says why a job waits, and how it continues. A member has no vendor session to continue with: it goes on by itself once the
 * workspace has a connection.
 */
export function JobWaiting({
  jobId,
  code,
  paused,
  may,
  member,
  onResumed,
}: {
  jobId: string;
  code: ErrorCode | null;
  paused: boolean;
  may: { change: boolean; connect: boolean };
  /** With the account of the workspace, and whether its sign-in is closed here; null: the holder of the account reads this. */
  member: { account: string; closed: boolean } | null;
  onResumed: (pressed: HTMLElement) => void;
}) {
  const t = useTranslations('jobs.waiting');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const refused = code === 'refused-wrong-credentials';
  const rests = code === null ? undefined : endingByItself[code];
  const lost = code === 'not-allowed';
  const closed = code === 'vendor-closed';
  const missing = code === 'no-connection';
  const why = paused
    ? 'paused'
    : refused
      ? 'refused'
      : lost
        ? 'lost'
        : closed
          ? 'closed'
          : missing
            ? 'missing'
            : null;
  // Only the holder's session helps a job that waits for one. One that needs another connection goes on by itself.
  const resumes =
    !rests && (!missing || paused) && !isStopped(code) && may.change && (member === null || paused);
  const waitsForMember = member !== null && !rests && (why === null || refused);

  function resume(pressed: HTMLElement) {
    startTransition(async () => {
      const result = await answerOf(resumeJobAction({ jobId }));
      setFailure(result.ok ? null : result.code);
      if (result.ok) onResumed(pressed);
    });
  }

  return (
    <div className="grid gap-2">
      <Notice
        tone="warn"
        title={t(rests ? `${rests}Title` : why ? `${why}Title` : 'title')}
        action={
          resumes ? (
            <Button size="small" pending={pending} onClick={({ currentTarget }) => resume(currentTarget)}>
              {t(paused ? 'resumePaused' : 'resume')}
            </Button>
          ) : (waitsForMember || missing) && may.connect ? (
            <Link href="/connections">{t('member.open')}</Link>
          ) : null
        }
      >
        {waitsForMember
          ? member.closed
            ? t(refused ? 'member.closedRefused' : 'member.closedText')
            : t(refused ? 'member.refused' : 'member.text', { account: labelText(member.account) })
          : t(rests ? `${rests}Text` : why ? `${why}Text` : 'text')}
      </Notice>
      {failure ? <ErrorNote code={failure} /> : null}
    </div>
  );
}
