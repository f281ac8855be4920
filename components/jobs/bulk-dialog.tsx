'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';
import { jsonRequest, readAnswer } from '@/lib/http/read-answer';
import type { Preview } from '@/lib/jobs/plan';
import { PreviewList } from './preview-list';

export type BulkStart = { requestKey: string; expected: number };

/**
 * The server computes what a bulk change would do, before it is made. If things change between preview and start,
 * nothing is done and a new preview appears.
 */
export function BulkDialog<I extends object>({
  open,
  onClose,
  onStarted,
  title,
  of,
  input,
  start,
  confirm,
  tone = 'danger',
  children,
}: {
  open: boolean;
  onClose: () => void;
  onStarted: () => void;
  title: string;
  of: 'masters' | 'shares' | 'doorcodes' | 'retries';
  /** Input of preview and start. null: something is not filled in yet. */
  input: I | null;
  start: (input: I & BulkStart) => Promise<VerbResult<{ jobId: string }>>;
  confirm: (changes: number) => string;
  tone?: 'danger' | 'primary';
  children?: ReactNode;
}) {
  const t = useTranslations('jobs.preview');
  const common = useTranslations('common');
  const router = useRouter();
  const [round, setRound] = useState(0);
  const { preview, failure: unread } = usePreview(open ? of : null, input, round);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const key = useRef('');
  const { run, prompt } = usePasswordGate(start);
  const stopped = useStopped('cloud');
  const changes = preview?.counts.change ?? 0;

  function close() {
    setFailure(null);
    key.current = '';
    onClose();
  }

  function submit() {
    if (!input || stopped || changes === 0) return;
    // One key for each confirmed preview: a second press makes no second job.
    key.current ||= crypto.randomUUID();
    startTransition(async () => {
      const result = await run({ ...input, requestKey: key.current, expected: changes });
      if (!result) return;
      if (result.ok) {
        onStarted();
        router.push(`/jobs/${result.data.jobId}`);
        return;
      }
      setFailure(result.code);
      if (result.code === 'conflict') {
        key.current = '';
        setRound(round + 1);
      }
    });
  }

  return (
    <>
      <Dialog
        open={open}
        onClose={close}
        title={title}
        description={t('basis')}
        size="wide"
        locked={pending}
        footer={
          <>
            <Button onClick={close} disabled={pending}>
              {common('cancel')}
            </Button>
            <Button
              tone={tone}
              pending={pending}
              disabled={stopped !== null || changes === 0}
              onClick={submit}
            >
              {confirm(changes)}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <DoubtNote doubt={stopped} />
          {children}
          {failure === 'conflict' ? (
            <Notice tone="warn">{t('stale')}</Notice>
          ) : failure ? (
            <ErrorNote code={failure} />
          ) : null}
          {unread ? <ErrorNote code={unread} /> : null}
          {input && !preview && !unread ? (
            <div role="status" aria-label={t('loading')}>
              <SkeletonRows rows={4} columns={3} />
            </div>
          ) : null}
          {preview ? <PreviewList preview={preview} /> : null}
        </div>
      </Dialog>
      {prompt}
    </>
  );
}

type Asked = { preview: Preview | null; failure: ErrorCode | null };
const nothing: Asked = { preview: null, failure: null };

function usePreview(of: string | null, input: object | null, round: number): Asked {
  const body = of && input ? JSON.stringify({ of, input }) : null;
  const [asked, setAsked] = useState<Asked & { for: string | null }>({ ...nothing, for: null });
  const wanted = body === null ? null : `${round} ${body}`;

  useEffect(() => {
    if (body === null) return;
    const stop = new AbortController();
    // Asks only when typing has stopped.
    const timer = setTimeout(() => {
      void fetchPreview(body, stop.signal).then((answer) => {
        if (!stop.signal.aborted) setAsked({ ...answer, for: `${round} ${body}` });
      });
    }, 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [body, round]);

  return asked.for === wanted ? asked : nothing;
}

async function fetchPreview(body: string, signal: AbortSignal): Promise<Asked> {
  const answer = await readAnswer<Preview>(fetch('/api/jobs/preview', jsonRequest(body, signal)));
  return answer.ok ? { preview: answer.body, failure: null } : { preview: null, failure: answer.code };
}
