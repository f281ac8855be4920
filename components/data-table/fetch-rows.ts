import type { ErrorCode } from '@/lib/errors';
import { type RouteAnswer, readAnswer } from '@/lib/http/read-answer';
import type { RowsAnswer } from './types';

export async function fetchRows<Row>(
  path: string,
  params: string,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<RowsAnswer<Row> | ErrorCode> {
  const search = new URLSearchParams(params);
  for (const [key, value] of Object.entries(query)) search.set(key, value);
  const sent = fetch(`${path}?${search}`, { headers: { accept: 'application/json' }, signal });
  return rowsOf(await readAnswer<RowsAnswer<Row>>(sent));
}

/** The rows, or the code of what went wrong. */
export function rowsOf<Row>(answer: RouteAnswer<RowsAnswer<Row>>): RowsAnswer<Row> | ErrorCode {
  if (!answer.ok) return answer.code;
  // A proxy may answer in the handler's place.
  const { rows, total } = answer.body;
  return Array.isArray(rows) && ['number', 'undefined'].includes(typeof total) ? answer.body : 'unexpected';
}
