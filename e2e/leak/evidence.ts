import type { LeakSearch } from '@/lib/testing/canaries';
import { unzip } from './unzip';

/** How long a stream that goes on by itself is listened to. */
const listenMs = 1_500;

/** Searches whatever Doordesk gives out, and remembers where something was found. */
export class Evidence {
  readonly leaks: string[] = [];
  /** How many things were searched, by the first word of where they came from. */
  readonly searched = new Map<string, number>();

  constructor(readonly search: LeakSearch) {}

  note(source: string, content: string | Buffer): void {
    const [kind = ''] = source.split(' ');
    this.searched.set(kind, (this.searched.get(kind) ?? 0) + 1);
    for (const { what, form } of this.search.find(content)) this.leaks.push(`${source}: ${what} (${form})`);
  }

  /** All of an answer: status, address, headers, body. Gives the body back. */
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
