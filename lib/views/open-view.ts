import type { z } from 'zod';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { parseTableQuery } from '@/lib/table/query';

export type OpenedView<S extends z.ZodObject = z.ZodObject> = {
  query: z.output<S>;
  address: string;
  /** Doors and rooms that are no longer this account's. They are not in `query`. */
  lost: { door: number; room: number };
  /** Parameters that are no longer understood. They are not in `query` either. */
  ignored: string[];
  /** Filters of which nothing is left. Without them `query` matches more than was saved: no rows before the person agrees. */
  unread: string[];
  /** True if `query` may match more than was saved. A page says so. An export must not continue as if it were the same. */
  changed: boolean;
};

/** Reads the saved query with the page's own schema, and removes what is no longer this account's. */
export function openView<S extends z.ZodObject>(scope: Scope, schema: S, saved: string): OpenedView<S> {
  const params = new URLSearchParams(saved);
  const doors = new Set(gidsOf(scope));
  const rooms = new Set(scope.channels.map(({ roomKey }) => roomKey));
  const lost = { door: keepOnly(params, 'door', doors), room: keepOnly(params, 'room', rooms) };
  const emptied = (['door', 'room'] as const).filter((key) => lost[key] > 0 && !params.has(key));
  const { query, ...wrong } = parseTableQuery(schema, params);
  const ignored = [...wrong.ignored, ...wrong.unread];
  for (const key of ignored) params.delete(key);
  return {
    query,
    address: params.toString(),
    lost,
    ignored,
    unread: [...emptied, ...wrong.unread],
    changed: lost.door + lost.room + ignored.length > 0,
  };
}

/** Keeps only known values of a repeated key. Returns how many it removed. */
function keepOnly(params: URLSearchParams, key: string, known: ReadonlySet<string>): number {
  const all = params.getAll(key);
  const kept = all.filter((value) => known.has(value));
  if (kept.length === all.length) return 0;
  params.delete(key);
  for (const value of kept) params.append(key, value);
  return all.length - kept.length;
}
