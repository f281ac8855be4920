import type { Scope } from '@/lib/auth/scope';
import { errorCodeOf } from '@/lib/errors';
import { openLive } from '@/lib/http/live-stream';
import { log } from '@/lib/log';
import { type FillEnd, type FillProgress, fillBuilding } from './fill-building';

export type FillMessage = { progress: FillProgress } | { end: FillEnd };

const breathMs = 10_000;

/** Server-sent events with the progress. Ends when nothing is left to read, or with the reader, the session or this process. */
export function streamFill(
  scope: Scope,
  building: string,
  { signal, retry }: { signal: AbortSignal; retry: boolean },
): ReadableStream<Uint8Array> {
  return openLive(signal, async (live) => {
    const tell = (message: FillMessage) => live.send(JSON.stringify(message));
    const breath = setInterval(live.breathe, breathMs);
    try {
      const ended = await fillBuilding(scope, building, {
        signal: live.signal,
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
    }
  });
}
