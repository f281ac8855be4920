import type { IncomingMessage } from 'node:http';

const most = 16 * 1024 * 1024;

/** The body as text, or null when it is larger than anything that a call has to send. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    // Read to the end all the same: an answer to a body in flight reaches nobody.
    if (size <= most) parts.push(part);
  }
  return size > most ? null : Buffer.concat(parts).toString('utf8');
}
