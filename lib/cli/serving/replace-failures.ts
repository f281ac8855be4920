import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Notice, sendNotice } from './notice-page';

/** Puts a notice in the place of an answer of which nothing was sent yet; says whether it did. */
export type ReplaceAnswer = (notice: Notice) => boolean;

/**
 * Sends a notice in the place of an answer that failed (500), where there is one: Next's own answer has no words for it.
 * `findNotice` is asked when the answer begins to be sent. What it returns does so at any time before.
 */
export function replaceFailures(
  request: IncomingMessage,
  response: ServerResponse,
  findNotice: () => Notice | false,
): ReplaceAnswer {
  const { writeHead, write, end, flushHeaders } = response;
  let isReplaced = false;

  function replaceBy(notice: Notice): boolean {
    if (isReplaced || response.headersSent || response.destroyed) return false;
    isReplaced = true;
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'etag', 'link'])
      response.removeHeader(name);
    Object.assign(response, { writeHead, write, end, flushHeaders });
    sendNotice(request, response, notice);
    Object.assign(response, { writeHead: () => response, write: swallow, end: swallow, flushHeaders() {} });
    return true;
  }

  function replaceFailure(status: number): boolean {
    if (isReplaced) return true;
    if (response.headersSent || status < 500) return false;
    const notice = findNotice();
    return notice && replaceBy(notice);
  }

  function swallow(...given: unknown[]): boolean {
    const done = given.at(-1);
    if (typeof done === 'function') process.nextTick(done as () => void);
    return true;
  }

  Object.assign(response, {
    writeHead: (...given: unknown[]) =>
      replaceFailure(Number(given[0])) ? response : Reflect.apply(writeHead, response, given),
    write: (...given: unknown[]) =>
      replaceFailure(response.statusCode) ? swallow(...given) : Reflect.apply(write, response, given),
    end: (...given: unknown[]) =>
      replaceFailure(response.statusCode) ? swallow(...given) : Reflect.apply(end, response, given),
    flushHeaders: () => {
      if (!replaceFailure(response.statusCode)) Reflect.apply(flushHeaders, response, []);
    },
  });
  return replaceBy;
}
