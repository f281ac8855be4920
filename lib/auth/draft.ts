import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inject } from 'light-my-request';

export type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;

/** An answer that is kept in memory until it is known whether it may be given. */
export type Draft = { status: number; headers: OutgoingHttpHeaders; body: PassThrough };

/** A longer page than this is drawn on while it is sent. */
const keptBytes = 4 * 1024 * 1024;

/**
 * Has `handle` answer the twin of a GET request: nothing of it leaves the process. Resolves with the head of its answer;
 * the body goes on being drawn. Rejects when `signal` calls it off before.
 */
export async function drawDraft(
  { url, headers, socket }: IncomingMessage,
  handle: Handle,
  signal: AbortSignal,
): Promise<Draft> {
  const answer = await inject(handle, {
    method: 'GET',
    url: url ?? '/',
    headers,
    remoteAddress: socket.remoteAddress ?? '',
    payloadAsStream: true,
    validate: false,
    signal,
  });
  const body = new PassThrough({ highWaterMark: keptBytes });
  pipeline(answer.stream(), body).catch(() => {});
  return { status: answer.statusCode, headers: answer.headers, body };
}

/** Of the connection that was never there; the real one has its own. */
const ofConnection = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding']);

/** Gives a draft as the answer. A browser that hangs up ends it. */
export async function sendDraft({ status, headers, body }: Draft, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !ofConnection.has(name)) response.setHeader(name, value);
  }
  response.writeHead(status);
  await pipeline(body, response).catch(() => {});
}
