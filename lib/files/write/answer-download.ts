import { createRequestPause } from '@/lib/wait-for-requests';
import { contentDisposition } from './file-name';
import { type ExportFormat, exportFiles } from './format';

/** A reader that accepts nothing for this long is gone. Its open query would keep the database from cleaning up. */
const patienceMs = 10 * 60_000;

type Source = { bytes: AsyncGenerator<Uint8Array, void>; cancel(): Promise<void> };

/** Follows the browser's pace. A failure breaks the connection: a short file must never look complete. */
export function download(
  source: Source,
  { format, name, signal }: { format: ExportFormat; name: string; signal: AbortSignal },
): Response {
  const { extension, type } = exportFiles[format];
  return new Response(streamOf(source, signal), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': contentDisposition(name, extension),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

export function streamOf({ bytes, cancel }: Source, signal: AbortSignal): ReadableStream<Uint8Array> {
  let stalled: NodeJS.Timeout | undefined;
  const waitForRequests = createRequestPause();
  const end = () => {
    clearTimeout(stalled);
    signal.removeEventListener('abort', stop);
  };
  const stop = () => {
    end();
    void cancel();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        try {
          await waitForRequests();
          const { done, value } = await bytes.next();
          if (!done) {
            controller.enqueue(value);
            stalled = setTimeout(stop, patienceMs);
            stalled.unref();
            return;
          }
          end();
          // A source that was ended from outside looks finished, but its file is not.
          if (signal.aborted) controller.error(signal.reason);
          else controller.close();
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      async cancel() {
        end();
        await cancel();
      },
    },
    { highWaterMark: 0 },
  );
}
