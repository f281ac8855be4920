import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Notice, sendNotice } from './notice';

/**
 * Sends a notice in the place of a page that failed (500), where there is one: Next's own answer has no words for it.
 * `findNotice` is asked when the page begins to be sent.
 */
export function replaceFailures(
  request: IncomingMessage,
  response: ServerResponse,
  findNotice: () => Notice | false,
): void {
  const { writeHead, write, end, flushHeaders } = response;
  let isReplaced = false;

  function replace(status: number): boolean {
    if (isReplaced) return true;
    if (response.headersSent || status < 500) return false;
    const notice = findNotice();
    if (!notice) return false;
    isReplaced = true;
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'etag', 'link'])
      response.removeHeader(name);
    Object.assign(response, { writeHead, write, end, flushHeaders });
    sendNotice(request, response, notice);
    Object.assign(response, { writeHead: () => response, write: swallow, end: swallow, flushHeaders() {} });
    return true;
  }

  function swallow(...given: unknown[]): boolean {
    const done = given.at(-1);
    if (typeof done === 'function') process.nextTick(done as () => void);
    return true;
  }

  Object.assign(response, {
    writeHead: (...given: unknown[]) =>
      replace(Number(given[0])) ? response : Reflect.apply(writeHead, response, given),
    write: (...given: unknown[]) =>
      replace(response.statusCode) ? swallow(...given) : Reflect.apply(write, response, given),
    end: (...given: unknown[]) =>
      replace(response.statusCode) ? swallow(...given) : Reflect.apply(end, response, given),
    flushHeaders: () => {
      if (!replace(response.statusCode)) Reflect.apply(flushHeaders, response, []);
    },
  });
}
