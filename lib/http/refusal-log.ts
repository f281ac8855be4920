import type { IncomingMessage } from 'node:http';
import { createRepeatCounter, log } from '../log';

/** Lines in a minute for one reason. Any client can cause them, and the log must not fill up. */
const mostPerMinute = 5;

export type Refusal = { reason: string; method?: string | undefined; path?: string | undefined };

/**
 * One short line for a refused request. The next minute's first line says how many were left out. `write` names the
 * reason in its text: the log itself limits lines with the same text.
 */
export function createRefusalLog(
  write: (fields: { reason: string }) => void,
  now = Date.now,
): (refusal: Refusal) => void {
  const countRepeats = createRepeatCounter(mostPerMinute, now);
  return ({ reason, method, path }) => {
    const leftOut = countRepeats(reason);
    if (leftOut === null) return;
    // Without the query, which may name people.
    const where = path === undefined ? {} : { path: path.split('?', 1)[0]?.slice(0, 200) };
    write({ reason, ...(method ? { method } : {}), ...where, ...(leftOut > 0 ? { leftOut } : {}) });
  };
}

const note = createRefusalLog((fields) => log.warn(fields, `a request was refused: ${fields.reason}`));

export function noteRefusal(reason: string, request?: Pick<IncomingMessage, 'method' | 'url'>): void {
  note({ reason, method: request?.method, path: request?.url });
}
