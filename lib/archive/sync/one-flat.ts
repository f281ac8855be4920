import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ListedEvent } from './stored-event';

/** More people with the app than a flat has, within so many days of its newest event. */
const mostPeople = 12;
const withinDays = 30;

/**
 * May a list be one flat's? It names people by their accounts. Where the account has no second list to compare, a list that
 * names more people than live in a flat is taken for the whole door's. People whom the account knows do not count: an
 * office has many.
 */
export async function mayBeOneFlat(
  { workspaceId, account }: Scope,
  events: readonly ListedEvent[],
): Promise<boolean> {
  const newest =
    events
      .map(({ time }) => time)
      .sort()
      .at(-1) ?? '';
  const since = dayBefore(newest);
  const named = new Set(
    events.flatMap((event) => (event.account !== null && event.time >= since ? [event.account] : [])),
  );
  if (named.size <= mostPeople) return true;
  const { rows } = await sql<{ account: string }>`
    select sub_master as account from share where workspace_id = ${workspaceId}
    union select master from master_reading where workspace_id = ${workspaceId} and master is not null`.execute(
    getDb(),
  );
  for (const known of [account, ...rows.map((row) => row.account)]) named.delete(known);
  return named.size <= mostPeople;
}

/** A list's times are texts that sort. */
function dayBefore(time: string): string {
  const date = Date.parse(`${time.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date)) return '';
  return new Date(date - withinDays * 86_400_000).toISOString().slice(0, 10);
}
