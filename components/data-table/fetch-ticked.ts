import type { ErrorCode } from '@/lib/errors';
import { codeOfAnswer, isAnswer } from './fetch-rows';

/** Limit of ids and rows in one request (`tickedQuery`). */
const atOnce = 500;

export type TableQuery = Record<string, string | string[]>;

/** A query as a request body. A repeated parameter becomes a list. */
export function queryOf(params: URLSearchParams): TableQuery {
  return Object.fromEntries(
    [...new Set(params.keys())].map((key) => {
      const values = params.getAll(key);
      return [key, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

/** Those selected rows that match a filter, in its order, or an error code. */
export async function fetchTicked<Row>({
  path,
  query,
  ids,
  signal,
}: {
  path: string;
  query: TableQuery;
  ids: readonly string[];
  signal: AbortSignal;
}): Promise<Row[] | ErrorCode> {
  const rows: Row[] = [];
  try {
    for (let from = 0; from < ids.length; from += atOnce) {
      const response = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ ...query, offset: 0, limit: atOnce, ids: ids.slice(from, from + atOnce) }),
        signal,
      });
      const body: unknown = await response.json();
      if (!response.ok || !isAnswer<Row>(body)) return codeOfAnswer(body) ?? 'unexpected';
      rows.push(...body.rows);
    }
    return rows;
  } catch {
    return 'unexpected';
  }
}
