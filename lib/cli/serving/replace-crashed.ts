import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export type Serving = {
  child: ChildProcess;
  exit: Promise<number>;
  /** Rejects if the process ends, or fails to start, before it listens and its health answers. */
  listening: Promise<void>;
};

export type Pauses = { firstMs: number; longestMs: number };

const usualPauses: Pauses = { firstMs: 1_000, longestMs: 60_000 };

/** `lastMs`: 0 before the first pause. `servedMs`: negative if the process never listened. */
export function choosePause(
  { lastMs, servedMs }: { lastMs: number; servedMs: number },
  { firstMs, longestMs }: Pauses = usualPauses,
): number {
  return lastMs === 0 || servedMs >= longestMs ? firstMs : Math.min(lastMs * 2, longestMs);
}

/**
 * Replaces the first process, which listened, and each later one when it ends with an error. It does so for ever: a
 * database that is away for a night must not end the service. The pause doubles until a process has served for the longest pause.
 * Returns the exit code when a process ends in good order, because a person asked it to, or after `signal`.
 */
export async function replaceCrashed(options: {
  first: Serving;
  start(): Serving;
  signal: AbortSignal;
  report(words: string): void;
  pauses?: Pauses;
}): Promise<number> {
  const { start, signal, report } = options;
  let serving = options.first;
  let listenedAt = performance.now();
  for (let pauseMs = 0; ; ) {
    const code = await serving.exit;
    if (signal.aborted || code === 0) return code;
    pauseMs = choosePause({ lastMs: pauseMs, servedMs: performance.now() - listenedAt }, options.pauses);
    report(`Doordesk ended with code ${code}. It starts again in ${pauseMs / 1_000} s.`);
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return code;
    serving = start();
    listenedAt = Number.POSITIVE_INFINITY;
    await serving.listening.then(
      () => {
        listenedAt = performance.now();
        report('Doordesk serves again.');
      },
      (error: unknown) => report(error instanceof Error ? error.message : String(error)),
    );
  }
}
