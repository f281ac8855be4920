import type { ErrorCode } from '@/lib/errors';
import { jsonRequest, readAnswer } from '@/lib/http/read-answer';
import { rowsOf } from './fetch-rows';
import type { RowsAnswer } from './types';

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
  for (let from = 0; from < ids.length; from += atOnce) {
    const asked = { ...query, offset: 0, limit: atOnce, ids: ids.slice(from, from + atOnce) };
    const found = rowsOf(
      await readAnswer<RowsAnswer<Row>>(fetch(path, jsonRequest(JSON.stringify(asked), signal))),
    );
    if (typeof found === 'string') return found;
    rows.push(...found.rows);
  }
  return rows;
}
