import { type EventsQuery, eventsQuery } from '@/lib/archive/search/schema';
import { gidsOf, type Scope } from '@/lib/auth/scope';
import { parseTableQuery } from '@/lib/table/query';

/** A view's filters as they can be used today. */
export type OpenedView = {
  query: EventsQuery;
  /** The address of what is left, without the question mark. */
  address: string;
  /** Doors and rooms of the filter that are no longer this account's. The rest is what `query` has. */
  lost: { door: number; room: number };
  /** Filters that could not be understood. */
  ignored: string[];
  /**
   * Something was lost or not understood, so that `query` may match more than was saved. A page says so; whoever hands
   * the result out (an export) must not go on as if it were the same.
   */
  changed: boolean;
};

/** Reads a view's saved query by the page's own parser and takes out what is not this person's any more. */
export function openView(scope: Scope, saved: string): OpenedView {
  const params = new URLSearchParams(saved);
  const doors = new Set(gidsOf(scope));
  const rooms = new Set(scope.channels.map(({ roomKey }) => roomKey));
  const lost = { door: keepOnly(params, 'door', doors), room: keepOnly(params, 'room', rooms) };
  const { query, ignored } = parseTableQuery(eventsQuery, params);
  for (const key of ignored) params.delete(key);
  return {
    query,
    address: params.toString(),
    lost,
    ignored,
    changed: lost.door + lost.room + ignored.length > 0,
  };
}

/** Leaves of a repeated key the values that are known; answers how many went. */
function keepOnly(params: URLSearchParams, key: string, known: ReadonlySet<string>): number {
  const all = params.getAll(key);
  const kept = all.filter((value) => known.has(value));
  if (kept.length === all.length) return 0;
  params.delete(key);
  for (const value of kept) params.append(key, value);
  return all.length - kept.length;
}
