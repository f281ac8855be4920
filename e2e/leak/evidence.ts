import type { LeakSearch } from '@/lib/testing/canaries';
import { unzip } from './unzip';

/** How long the test listens to an endless stream. */
const listenMs = 1_500;

/** Searches Doordesk's output, and remembers where it found a secret. */
export class Evidence {
  readonly leaks: string[] = [];
  /** Number of searched items, by the first word of their source. */
  readonly searched = new Map<string, number>();

  readonly #allowed: { source: string; what: string }[] = [];

  constructor(readonly search: LeakSearch) {}

  /** One secret may stand in one source. */
  allow(source: string, what: string): void {
    this.#allowed.push({ source, what });
  }

  note(source: string, content: string | Buffer): void {
    const [kind = ''] = source.split(' ');
    this.searched.set(kind, (this.searched.get(kind) ?? 0) + 1);
    for (const { what, form } of this.search.find(content)) {
      if (this.#allowed.some((one) => one.source === source && one.what === what)) continue;
      this.leaks.push(`${source}: ${what} (${form})`);
    }
  }

  /** Records status, address, headers and body of an answer. Returns the body. */
  async noteAnswer(source: string, response: Response): Promise<Buffer> {
    const head = [
      String(response.status),
      response.url,
      ...[...response.headers].map((pair) => pair.join(': ')),
    ];
    this.note(`${source}, head`, head.join('\n'));
    const body = await readBody(response);
    this.note(source, body);
    if (body.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) {
      for (const file of unzip(body)) this.note(`${source}, unpacked`, file);
    }
    return body;
  }
}

async function readBody(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const reader = response.body?.getReader();
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  const timer = isStream ? setTimeout(() => void reader?.cancel(), listenMs) : undefined;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
    parts.push(part.value);
  clearTimeout(timer);
  return Buffer.concat(parts);
}
