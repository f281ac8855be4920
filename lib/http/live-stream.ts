import { onStopping } from '@/lib/shutdown';

export type Live = {
  /** Aborted when the reader has gone or this process stops. */
  signal: AbortSignal;
  send(data: string): void;
  /** A proxy in between closes a silent connection. */
  breathe(): void;
  /** Waits `ms`, or until `wake` or the end. */
  rest(ms: number): Promise<void>;
  wake(): void;
};

/** Server-sent events. They end when `run` does, or with the reader or this process. */
export function openLive(
  reader: AbortSignal,
  run: (live: Live) => Promise<void>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const stop = new AbortController();
  let wake = () => {};
  const end = () => {
    stop.abort();
    wake();
  };
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stop.signal.aborted) return resolve();
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const write = (text: string) => {
        if (!stop.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      if (reader.aborted) end();
      reader.addEventListener('abort', end, { once: true });
      const unwatch = onStopping(end);
      try {
        await run({
          signal: stop.signal,
          send: (data) => write(`data: ${data}\n\n`),
          breathe: () => write(': still here\n\n'),
          rest,
          wake: () => wake(),
        });
        controller.close();
      } catch (error) {
        // A reader that has cancelled has closed it.
        if (!stop.signal.aborted) controller.error(error);
      } finally {
        unwatch();
        reader.removeEventListener('abort', end);
        end();
      }
    },
    cancel: end,
  });
}

export function answerLive(stream: ReadableStream<Uint8Array>): Response {
  return new Response(stream, {
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
  });
}
