'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import type { ErrorCode } from '@/lib/errors';
import type { FillProgress } from '@/lib/readings/fill-building';
import type { FillMessage } from '@/lib/readings/stream';

type Props = {
  building: string;
  /** Fetches the rows again. Never runs twice at once. */
  draw: () => Promise<void>;
  everyMs: number;
};

/**
 * Has the server read a building's unknown rooms while the page is visible, and updates the rows. A hidden tab reads
 * nothing.
 */
export function FillWhileLooking({ building, draw: drawNow, everyMs }: Props) {
  const [progress, setProgress] = useState<FillProgress | null>(null);
  const [stalled, setStalled] = useState<ErrorCode | null>(null);
  const [retries, setRetries] = useState(0);
  const draw = useAtMost(drawNow, everyMs);

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
      let seen = 0;
      source = new EventSource(address);
      source.onmessage = ({ data }) => {
        // Our own stream sends messages of this type only.
        const message = JSON.parse(String(data)) as FillMessage;
        if ('progress' in message) {
          setProgress(message.progress);
          // A failed read stores nothing, but changes what the page says.
          const { done, kept } = message.progress;
          if (done + kept > seen) draw();
          seen = done + kept;
          return;
        }
        stop();
        draw();
        setStalled(message.end.errorCode ?? (message.end.state === 'stalled' ? 'unexpected' : null));
      };
      // The session or the server has ended. Returning to the page tries again.
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

/** Returns a function that runs `run` at most once per `everyMs`, and never twice at once. */
function useAtMost(run: () => Promise<void>, everyMs: number): () => void {
  const [wanted, setWanted] = useState(false);
  const [running, setRunning] = useState(false);
  const last = useRef(0);
  useEffect(() => {
    if (!wanted || running) return;
    const timer = setTimeout(
      () => {
        last.current = performance.now();
        setWanted(false);
        setRunning(true);
        void run().finally(() => setRunning(false));
      },
      Math.max(0, last.current + everyMs - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [wanted, running, run, everyMs]);
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
