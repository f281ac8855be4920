'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { FaultNote } from '@/components/ui/fault-note';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';
import { jsonRequest, readAnswer } from '@/lib/http/read-answer';
import type { Preview, Routes } from '@/lib/jobs/plan';
import { PreviewList } from './preview-list';

const BulkRoutes = dynamic(() => import('./bulk-routes').then((module) => module.BulkRoutes), { ssr: false });

/** What the person agreed to. `via`: the account that they chose; `byRule`: how many changes it may not make. */
export type BulkStart = { requestKey: string; expected: number; via?: string; byRule?: number };

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
  const [via, setVia] = useState('');
  const asked = usePreview(open ? of : null, input && via ? { ...input, via } : input, round);
  const { preview } = asked;
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const key = useRef('');
  const { run, prompt } = usePasswordGate(start);
  const stopped = useStopped('cloud');
  const changes = preview?.counts.change ?? 0;
  const chosen = preview?.routes?.chosen;

  function close() {
    setFailure(null);
    key.current = '';
    setVia('');
    onClose();
  }

  function submit() {
    if (!input || stopped || changes === 0) return;
    // One key for each confirmed preview: a second press makes no second job.
    key.current ||= crypto.randomUUID();
    startTransition(async () => {
      const result = await run({
        ...input,
        ...{ requestKey: key.current, expected: changes },
        ...(chosen ? { via, byRule: chosen.byRule } : {}),
      });
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
            <FaultNote code={failure} />
          ) : null}
          <PreviewArea {...asked} asks={input !== null} via={via} onChoose={setVia} />
        </div>
      </Dialog>
      {prompt}
    </>
  );
}

function PreviewArea({
  preview,
  routes,
  failure,
  asks,
  via,
  onChoose,
}: ReturnType<typeof usePreview> & { asks: boolean; via: string; onChoose: (via: string) => void }) {
  const t = useTranslations('jobs.preview');
  return (
    <>
      {failure ? <ErrorNote code={failure} /> : null}
      {routes ? (
        <BulkRoutes
          routes={routes.of}
          changes={routes.changes}
          isCurrent={preview !== null}
          via={via}
          onChoose={onChoose}
        />
      ) : null}
      {asks && !preview && !failure ? (
        <div role="status" aria-label={t('loading')}>
          <SkeletonRows rows={4} columns={3} />
        </div>
      ) : null}
      {preview ? <PreviewList preview={preview} /> : null}
    </>
  );
}

type Asked = { preview: Preview | null; failure: ErrorCode | null };
const nothing: Asked = { preview: null, failure: null };
/** Of the last preview, so that the choice stays while the next one is made. */
type LastRoutes = { of: Routes; changes: number };

function usePreview(
  of: string | null,
  input: object | null,
  round: number,
): Asked & { routes: LastRoutes | null } {
  const body = of && input ? JSON.stringify({ of, input }) : null;
  const [asked, setAsked] = useState<Asked & { for: string | null }>({ ...nothing, for: null });
  const wanted = body === null ? null : `${round} ${body}`;

  useEffect(() => {
    if (body === null) return setAsked({ ...nothing, for: null });
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

  const routes = body && asked.preview?.routes;
  return {
    ...(asked.for === wanted ? asked : nothing),
    routes: routes ? { of: routes, changes: asked.preview?.counts.change ?? 0 } : null,
  };
}

async function fetchPreview(body: string, signal: AbortSignal): Promise<Asked> {
  const answer = await readAnswer<Preview>(fetch('/api/jobs/preview', jsonRequest(body, signal)));
  return answer.ok ? { preview: answer.body, failure: null } : { preview: null, failure: answer.code };
}
