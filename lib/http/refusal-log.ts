import type { IncomingMessage } from 'node:http';
import { log } from '../log';

/** Lines in a minute for one reason. Any client can cause them, and the log must not fill up. */
const mostPerMinute = 5;

export type Refusal = { reason: string; method?: string | undefined; path?: string | undefined };

/** One short line for a refused request. The next minute's first line says how many were left out. */
export function createRefusalLog(
  write: (fields: object) => void,
  now = Date.now,
): (refusal: Refusal) => void {
  const counts = new Map<string, { minute: number; count: number }>();
  return ({ reason, method, path }) => {
    const minute = Math.floor(now() / 60_000);
    const known = counts.get(reason);
    const isSame = known?.minute === minute;
    const count = isSame ? known.count + 1 : 1;
    counts.set(reason, { minute, count });
    if (count > mostPerMinute) return;
    const leftOut = known && !isSame ? Math.max(0, known.count - mostPerMinute) : 0;
    // Without the query, which may name people.
    const where = path === undefined ? {} : { path: path.split('?', 1)[0]?.slice(0, 200) };
    write({ reason, ...(method ? { method } : {}), ...where, ...(leftOut > 0 ? { leftOut } : {}) });
  };
}

const note = createRefusalLog((fields) => log.warn(fields, 'a request was refused'));

export function noteRefusal(reason: string, request?: Pick<IncomingMessage, 'method' | 'url'>): void {
  note({ reason, method: request?.method, path: request?.url });
}
