export type Pause = {
  take(ms: number): Promise<void>;
  end(): void;
  close(): void;
};

/** Pauses of a loop. One listener serves all: those of `node:timers/promises` would pile up. */
export function createPause(signal: AbortSignal): Pause {
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
