import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Notice, sendNotice } from './notice-page';

/** Replaces an answer of which nothing was sent yet. Returns whether it did. */
export type ReplaceAnswer = (notice: Notice) => boolean;

/**
 * Replaces Next's answer to a failure (500), which explains nothing, by a notice. `findNotice` runs when the answer
 * starts to be sent. The returned function replaces the answer at any time before that.
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
