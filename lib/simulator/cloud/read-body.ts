import type { IncomingMessage } from 'node:http';

const most = 16 * 1024 * 1024;

/** Null when the body is larger than any call needs. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    // Read to the end: a client that is still sending would not see an answer.
    if (size <= most) parts.push(part);
  }
  return size > most ? null : Buffer.concat(parts).toString('utf8');
}
