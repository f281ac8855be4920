import type { Scope } from '@/lib/auth/scope';
import { watchAccess } from '@/lib/auth/watch-access';
import { createRequestPause } from '@/lib/wait-for-requests';
import { contentDisposition } from './file-name';
import { type ExportFormat, exportFiles } from './format';

/** A reader that accepts nothing for this long is gone. Its open query would keep the database from cleaning up. */
const patienceMs = 10 * 60_000;

/** What is given to the connection cannot be taken back, so it is given in pieces of at most this size. */
const pieceBytes = 64 * 1024;

type Source = { bytes: AsyncGenerator<Uint8Array, void>; cancel(): Promise<void> };

/** For whom the file is. It ends with their access, and with the request. */
export type Reader = { scope: Scope; signal: AbortSignal };

/** Follows the browser's pace. A failure breaks the connection: a short file must never look complete. */
export function download(
  source: Source,
  { format, name, reader }: { format: ExportFormat; name: string; reader: Reader | null },
): Response {
  const { extension, type } = exportFiles[format];
  return new Response(streamOf(source, reader), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': contentDisposition(name, extension),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/** `reader`: null: not for a browser. */
export function streamOf({ bytes, cancel }: Source, reader: Reader | null): ReadableStream<Uint8Array> {
  const waitForRequests = createRequestPause();
  let patience: NodeJS.Timeout | undefined;
  let unwatch = () => {};
  let isOver = false;
  let rest: Uint8Array = new Uint8Array();
  let stop = () => {};
  const end = () => {
    isOver = true;
    clearTimeout(patience);
    reader?.signal.removeEventListener('abort', stop);
    unwatch();
  };
  const waitForReader = () => {
    clearTimeout(patience);
    patience = setTimeout(stop, patienceMs);
    patience.unref();
  };
  // What cannot be written down about the end is found by the sweep of files.
  const giveUp = () => cancel().catch(() => {});
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = () => {
          if (isOver) return;
          end();
          // At once, and not with the next piece: a source that is cancelled looks finished.
          controller.error(new DOMException('The download was ended.', 'AbortError'));
          void giveUp();
        };
        if (!reader) return waitForReader();
        if (reader.signal.aborted) return stop();
        reader.signal.addEventListener('abort', stop, { once: true });
        unwatch = watchAccess(reader.scope, stop);
        waitForReader();
      },
      async pull(controller) {
        clearTimeout(patience);
        try {
          if (rest.length === 0) {
            await waitForRequests();
            const { done, value } = await bytes.next();
            if (isOver) return;
            if (done) {
              end();
              controller.close();
              return;
            }
            rest = value;
          }
          controller.enqueue(rest.subarray(0, pieceBytes));
          rest = rest.subarray(pieceBytes);
          waitForReader();
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      async cancel() {
        end();
        await giveUp();
      },
    },
    { highWaterMark: 0 },
  );
}
