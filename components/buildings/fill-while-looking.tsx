'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import type { ErrorCode } from '@/lib/errors';
import type { FillProgress } from '@/lib/readings/fill';
import type { FillMessage } from '@/lib/readings/stream';

/** The page's rows are drawn anew at most this often while they fill. */
const drawEveryMs = 1_000;

/**
 * Has the server read what it does not know about a building's rooms for as long as this page is in sight, and draws
 * the page anew as facts arrive. Nothing waits for it; a tab that nobody sees reads nothing.
 */
export function FillWhileLooking({ building }: { building: string }) {
  const [progress, setProgress] = useState<FillProgress | null>(null);
  const [stalled, setStalled] = useState<ErrorCode | null>(null);
  const [retries, setRetries] = useState(0);
  const draw = useDraw();

  useEffect(() => {
    let source: EventSource | null = null;
    const address = `/api/readings/stream?${new URLSearchParams({ building, retry: retries > 0 ? '1' : '0' })}`;

    function stop() {
      source?.close();
      source = null;
      setProgress(null);
    }
    function start() {
      if (source || document.hidden) return;
      let kept = 0;
      source = new EventSource(address);
      source.onmessage = ({ data }) => {
        const message = JSON.parse(String(data)) as FillMessage;
        if ('progress' in message) {
          setProgress(message.progress);
          if (message.progress.kept > kept) draw();
          kept = message.progress.kept;
          return;
        }
        stop();
        draw();
        setStalled(message.end.state === 'stalled' ? (message.end.errorCode ?? 'unexpected') : null);
      };
      // The stream is gone: the session has ended, or the server has. Coming back to the page tries again.
      source.onerror = stop;
    }
    const onVisibility = () => (document.hidden ? stop() : start());
    start();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      stop();
    };
  }, [building, retries, draw]);

  if (stalled) {
    return (
      <Stalled
        code={stalled}
        onRetry={() => {
          setStalled(null);
          setRetries(retries + 1);
        }}
      />
    );
  }
  return progress && progress.total > 0 ? <Progress {...progress} /> : null;
}

/** Draws the page anew, once a second at most and never twice at once. */
function useDraw(): () => void {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [wanted, setWanted] = useState(false);
  const last = useRef(0);
  useEffect(() => {
    if (!wanted || pending) return;
    const timer = setTimeout(
      () => {
        last.current = performance.now();
        setWanted(false);
        startTransition(() => router.refresh());
      },
      Math.max(0, last.current + drawEveryMs - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [wanted, pending, router]);
  return useCallback(() => setWanted(true), []);
}

function Progress({ done, total }: FillProgress) {
  const t = useTranslations('buildings.fill');
  return (
    <p data-chrome className="mb-3 flex items-center gap-3 text-muted text-sm">
      <progress
        max={total}
        value={done}
        aria-label={t('reading', { done, total })}
        className="h-1 w-32 appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent"
      />
      <span className="tabular">{t('reading', { done, total })}</span>
    </p>
  );
}

function Stalled({ code, onRetry }: { code: ErrorCode; onRetry: () => void }) {
  const t = useTranslations('buildings.fill');
  const common = useTranslations('common');
  const { title, text } = useErrorWords(code);
  return (
    <Notice
      tone="warn"
      className="mb-3"
      title={t('stalled')}
      action={
        <Button size="small" onClick={onRetry}>
          {common('retry')}
        </Button>
      }
    >
      {title}. {text} {t('kept')}
    </Notice>
  );
}
