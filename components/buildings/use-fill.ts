'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '@/lib/errors';
import type { FillProgress } from '@/lib/readings/fill-building';
import type { FillMessage } from '@/lib/readings/stream';

type Options = {
  building: string;
  /** Fetches the rows again. Never runs twice at once. */
  draw: () => Promise<void>;
  everyMs: number;
};

export type Fill = {
  /** In rooms. null: nothing is being read. */
  progress: FillProgress | null;
  /** Why some rooms could not be read. */
  stalled: ErrorCode | null;
  retry: () => void;
};

/**
 * Has the server read a building's unknown rooms while the page is visible, and updates the rows. A hidden tab reads
 * nothing.
 */
export function useFill({ building, draw: drawNow, everyMs }: Options): Fill {
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

  const retry = useCallback(() => {
    setStalled(null);
    setRetries((before) => before + 1);
  }, []);
  return { progress, stalled, retry };
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
