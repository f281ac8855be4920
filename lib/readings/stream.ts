import type { Scope } from '@/lib/auth/scope';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { onStopping } from '@/lib/shutdown';
import { type FillEnd, type FillProgress, fillBuilding } from './fill-building';

export type FillMessage = { progress: FillProgress } | { end: FillEnd };

/** A proxy in between closes a silent connection. */
const breathMs = 10_000;

/** Server-sent events with the progress. Ends when nothing is left to read, or with the reader, the session or this process. */
export function streamFill(
  scope: Scope,
  building: string,
  { signal, retry }: { signal: AbortSignal; retry: boolean },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const stop = new AbortController();
  const end = () => stop.abort();
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        // The browser may disconnect between two checks of the signal.
        if (!stop.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const tell = (message: FillMessage) => send(`data: ${JSON.stringify(message)}\n\n`);
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      const unwatchStop = onStopping(end);
      const breath = setInterval(() => send(': still here\n\n'), breathMs);
      try {
        const ended = await fillBuilding(scope, building, {
          signal: stop.signal,
          retry,
          onProgress: (progress) => tell({ progress }),
        });
        tell({ end: ended });
      } catch (error) {
        const errorCode = errorCodeOf(error);
        if (errorCode === 'unexpected') log.error({ err: error }, 'a building could not be filled');
        tell({ end: { state: 'stalled', errorCode } });
      } finally {
        clearInterval(breath);
        unwatchStop();
        signal.removeEventListener('abort', end);
        end();
        try {
          controller.close();
        } catch {
          // The reader has cancelled and closed it.
        }
      }
    },
    cancel: end,
  });
}
