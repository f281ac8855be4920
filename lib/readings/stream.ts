import type { Scope } from '@/lib/auth/scope';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { onStopping } from '@/lib/shutdown';
import { type FillEnd, type FillProgress, fillBuilding } from './fill-building';

/** One event of the stream: how far it is, or how it ended. */
export type FillMessage = { progress: FillProgress } | { end: FillEnd };

/** A proxy in between closes what is silent for long. */
const breathMs = 10_000;

/**
 * Fills a building for as long as somebody reads the stream; server-sent events tell how far it is. Ends by itself when
 * there is nothing left to read, and with the session or this process.
 */
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
        // The browser may be gone between two looks at the signal.
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
          // Cancelled by its reader: closed already.
        }
      }
    },
    cancel: end,
  });
}
