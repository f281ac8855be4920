'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { resumeJobAction } from '@/lib/bulk/actions';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';

const endingByItself: Partial<Record<ErrorCode, 'doubt' | 'list' | 'outdated'>> = {
  'cloud-in-doubt': 'doubt',
  'cloud-list-in-doubt': 'list',
  'cloud-list-outdated': 'outdated',
};

/** Says why a job waits, and how it continues. */
export function JobWaiting({
  jobId,
  code,
  paused,
  mayChange,
  onResumed,
}: {
  jobId: string;
  code: ErrorCode | null;
  paused: boolean;
  mayChange: boolean;
  onResumed: (pressed: HTMLElement) => void;
}) {
  const t = useTranslations('jobs.waiting');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const refused = code === 'refused-wrong-credentials';
  const rests = code === null ? undefined : endingByItself[code];
  const lost = code === 'not-allowed';
  const closed = code === 'vendor-closed';
  const why = paused ? 'paused' : refused ? 'refused' : lost ? 'lost' : closed ? 'closed' : null;

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
          rests || closed || !mayChange ? null : (
            <Button size="small" pending={pending} onClick={({ currentTarget }) => resume(currentTarget)}>
              {t(paused || lost ? 'resumePaused' : 'resume')}
            </Button>
          )
        }
      >
        {t(rests ? `${rests}Text` : why ? `${why}Text` : 'text')}
      </Notice>
      {failure ? <ErrorNote code={failure} /> : null}
    </div>
  );
}
