import type { ErrorCode } from '@/lib/errors';
import type { RowsAnswer } from './types';

export async function fetchRows<Row>(
  path: string,
  params: string,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<RowsAnswer<Row> | ErrorCode> {
  const search = new URLSearchParams(params);
  for (const [key, value] of Object.entries(query)) search.set(key, value);
  try {
    const response = await fetch(`${path}?${search}`, { headers: { accept: 'application/json' }, signal });
    const body: unknown = await response.json();
    if (response.ok && isAnswer<Row>(body)) return body;
    return codeOfAnswer(body) ?? 'unexpected';
  } catch {
    return 'unexpected';
  }
}

export function isAnswer<Row>(body: unknown): body is RowsAnswer<Row> {
  return (
    typeof body === 'object' &&
    body !== null &&
    'rows' in body &&
    Array.isArray(body.rows) &&
    (!('total' in body) || typeof body.total === 'number')
  );
}

/** The handler's own code. Unknown codes get the texts of `unexpected`. */
export function codeOfAnswer(body: unknown): ErrorCode | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  return typeof body.error === 'string' && /^[a-z-]{3,40}$/.test(body.error)
    ? (body.error as ErrorCode)
    : null;
}
