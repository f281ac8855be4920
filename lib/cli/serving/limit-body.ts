import type { IncomingMessage, ServerResponse } from 'node:http';
import { cookieOf } from '../../auth/request';
import type { ErrorCode } from '../../errors';

const kilobyte = 1_024;

/** No form of a stranger, and no report of a browser, is longer. */
const mostOfStrangers = 16 * kilobyte;

/** Most bytes of all bodies in progress: a made-up cookie may send as much as a person. */
const mostHeld = 64_000 * kilobyte;

/** The most of one network, so that it cannot take the place of all others. */
const mostOfNetwork = mostHeld / 2;

/** What a person may send: an action with a picture of 5 MB, an import of 5 MB with its choices, else a filter. */
const limits: readonly [address: RegExp, most: number][] = [
  [/^\/api\/(auth\/|csp-report)/, mostOfStrangers],
  [/^\/api\/(people|jobs)\/import/, 6_000 * kilobyte],
  [/^\/api\//, 1_000 * kilobyte],
  [/^/, 6_500 * kilobyte],
];

export type BodyLimit = { most: number; code: ErrorCode; status: 401 | 413 };

export function limitOf(request: IncomingMessage, sessionCookie: string): BodyLimit {
  const most = limits.find(([address]) => address.test(request.url ?? ''))?.[1] ?? mostOfStrangers;
  const isStranger = cookieOf(request.headers.cookie ?? '', sessionCookie) === undefined;
  // A person whose cookie has expired learns that, and not that their picture is too large.
  if (isStranger && most > mostOfStrangers) return { most: mostOfStrangers, code: 'signed-out', status: 401 };
  return { most, code: 'too-large', status: 413 };
}

let held = 0;
const heldOf = new Map<string, number>();

/** Adds to what all bodies in progress hold; with a negative number, takes from it. */
function hold(network: string, bytes: number): boolean {
  held += bytes;
  const its = (heldOf.get(network) ?? 0) + bytes;
  if (its > 0) heldOf.set(network, its);
  else heldOf.delete(network);
  return held <= mostHeld && its <= mostOfNetwork;
}

/** `busy`: all bodies in progress, or those of this network, hold as much as they may. */
export type ReceivedBody = Buffer | 'too-large' | 'busy' | 'aborted';

/**
 * Waits until the whole body has arrived, also one without a stated length. It stays in the request, so Next reads it
 * as usual. Call it before the first `await`, because the body may follow in the same packet.
 */
export function receiveBody(
  request: IncomingMessage,
  response: ServerResponse,
  { most, network }: { most: number; network: string },
): Promise<ReceivedBody> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (Number(length ?? 0) === 0 && encoding === undefined) return Promise.resolve(Buffer.alloc(0));
  if (Number(length ?? 0) > most) return Promise.resolve('too-large');
  const { push } = request;
  const chunks: Buffer[] = [];
  let size = 0;
  const release = () => {
    hold(network, -size);
    size = 0;
    chunks.length = 0;
  };
  return new Promise<ReceivedBody>((resolve) => {
    const settle = (result: ReceivedBody) => {
      request.push = push;
      resolve(result);
      if (typeof result === 'string') release();
    };
    const end = () => {
      settle('aborted');
      release();
    };
    // Once an answer is written, Node reports no end of its request, also if the client leaves in the middle of the body.
    for (const one of [request, response]) one.once('close', end);
    // Node's parser hands over the body here. Nobody reads yet, so the answer that asks it to pause is replaced.
    request.push = (chunk: Buffer | null, textEncoding) => {
      if (chunk !== null) {
        size += chunk.length;
        const hasRoom = hold(network, chunk.length);
        if (size > most || !hasRoom) {
          settle(size > most ? 'too-large' : 'busy');
          return true;
        }
        chunks.push(chunk);
      }
      push.call(request, chunk, textEncoding);
      if (chunk === null) settle(Buffer.concat(chunks));
      return true;
    };
  });
}

/** The rest of a refused body is thrown away for this long. A connection that is cut at once loses the answer. */
const lingerMs = 10_000;

export function discardBody(request: IncomingMessage): void {
  request.resume();
  if (request.complete) return;
  const late = setTimeout(() => request.socket.destroy(), lingerMs);
  for (const end of ['end', 'close']) request.once(end, () => clearTimeout(late));
}
