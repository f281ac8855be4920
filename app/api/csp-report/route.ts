import { log } from '@/lib/log';

/** Longer than any real report. */
const longest = 16_384;

/** Limit of logged reports in a minute. Any client can send reports, and the log must not fill up. */
const mostPerMinute = 60;
const logged = { minute: 0, count: 0 };

/** Browsers report here what the content security policy blocked. */
export async function POST(request: Request): Promise<Response> {
  const text = await readStart(request);
  const minute = Math.floor(Date.now() / 60_000);
  if (logged.minute !== minute) Object.assign(logged, { minute, count: 0 });
  logged.count += 1;
  if (logged.count <= mostPerMinute)
    log.warn({ report: partsOf(text) }, 'content security policy was violated');
  return new Response(null, { status: 204 });
}

/** Reads at most the length of a real report. */
async function readStart(request: Request): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < longest) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  await reader.cancel();
  return Buffer.concat(chunks).subarray(0, longest).toString('utf8');
}

/** Keeps only the place of the violation, without query strings, because an address may name people, and that of a one-time link opens the desk. */
function partsOf(text: string): Record<string, string> {
  try {
    const report: unknown = JSON.parse(text);
    const body =
      typeof report === 'object' && report !== null && 'csp-report' in report ? report['csp-report'] : {};
    const fields = Object.entries(body ?? {});
    const wanted = [
      'document-uri',
      'effective-directive',
      'violated-directive',
      'blocked-uri',
      'source-file',
    ];
    return Object.fromEntries(
      fields
        .filter(([name, value]) => wanted.includes(name) && typeof value === 'string')
        .map(([name, value]) => [
          name,
          (String(value).split(/[?#]/)[0] ?? '').replace(/\/invite\/.*/, '/invite/…').slice(0, 300),
        ]),
    );
  } catch {
    return { unreadable: 'true' };
  }
}
