import { DeskError } from '../errors';

/** A request's body as text; throws `too-large` as soon as it is, whatever its sender said of its length. */
export async function readBody(request: Request, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    // Leaving the loop cancels the stream: the rest is not taken in.
    if (length > mostBytes) throw new DeskError('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
