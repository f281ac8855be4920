export type Rest = {
  /** Resolves after `ms`, or as soon as `end` is called; at once if it was called since the last rest. */
  take(ms: number): Promise<void>;
  end(): void;
  /** Stops listening to the signal. */
  close(): void;
};

/**
 * The pauses of a loop that work or an aborted signal cuts short. One listener serves them all: a timer of
 * `node:timers/promises` keeps its listener until the timer ends, and these pile up in a loop that is often woken.
 */
export function createPause(signal: AbortSignal): Rest {
  let ended = false;
  let wake: (() => void) | null = null;
  const end = () => {
    ended = true;
    wake?.();
  };
  signal.addEventListener('abort', end, { once: true });
  return {
    async take(ms) {
      if (!ended) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = null;
      ended = false;
    },
    end,
    close: () => signal.removeEventListener('abort', end),
  };
}
