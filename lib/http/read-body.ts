import { DeskError } from '../errors';

/** Throws `too-large` as soon as the limit is passed, whatever length the request claims. */
export async function readBody(request: Request, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    // Leaving the loop cancels the stream, so the rest is not received.
    if (length > mostBytes) throw new DeskError('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
