import { sql, type Transaction } from 'kysely';
import type { ReadingOrder } from '@/lib/db/draw-reading-order';
import type { Database } from '@/lib/db/schema';
import type { ErrorCode } from '@/lib/errors';
import type { ChannelRef, Outcome } from './outcome';

export type Trx = Transaction<Database>;

/** `absentAt`: the last whole list before this one. What it lacked began after it. Null: there was none. */
export type Read<T> = ChannelRef &
  ReadingOrder & { value: T; skipped?: number; connectionId?: string | null; absentAt: Date | null };

/** Returns the readings that succeeded and are the newest of their channel. */
export async function keepStates<T>(
  trx: Trx,
  table: 'share_reading' | 'doorcode_reading',
  workspaceId: string,
  outcomes: readonly Outcome<T>[],
): Promise<Read<T>[]> {
  const newest = latest(outcomes);
  const { rows } = await sql<ChannelRef & { absent_at: Date | null }>`
    insert into ${sql.table(table)} as kept
      (workspace_id, gid, channel, state, error_code, read_at, tried_at, asked)
    select ${workspaceId}, gid, channel, state, error_code, case when state = 'ok' then asked_at end, asked_at, asked
    from jsonb_to_recordset(${JSON.stringify(newest.map(readingRow))}::jsonb)
      as r(gid text, channel bigint, state text, error_code text, asked_at timestamptz, asked bigint)
    order by gid, channel
    on conflict (workspace_id, gid, channel) do update set asked = excluded.asked,
      state = excluded.state, error_code = excluded.error_code, tried_at = excluded.tried_at,
      read_before_at = case when excluded.read_at is null then kept.read_before_at else kept.read_at end,
      read_at = coalesce(excluded.read_at, kept.read_at)
    where kept.asked <= excluded.asked
    returning gid, channel, case when state = 'ok' then read_before_at else read_at end as absent_at`.execute(
    trx,
  );
  const absent = new Map(rows.map((row) => [pairOf(row), row.absent_at]));
  return newest.flatMap((one) => {
    const absentAt = absent.get(pairOf(one));
    return one.state === 'ok' && absentAt !== undefined ? [{ ...one, absentAt }] : [];
  });
}

/** Ends what a complete and newer list no longer has. */
export async function endMissing(
  trx: Trx,
  table: 'share' | 'doorcode',
  workspaceId: string,
  read: Read<unknown>[],
): Promise<void> {
  const lists = JSON.stringify(read.filter(isWhole).map((one) => ({ ...keyOf(one), ...orderOf(one) })));
  await sql`
    update ${sql.table(table)} t set gone_at = greatest(t.seen_at, r.asked_at), ended_by = 'seen'
    from jsonb_to_recordset(${lists}::jsonb) as r(gid text, channel bigint, asked_at timestamptz, asked bigint)
    where t.workspace_id = ${workspaceId} and t.gid = r.gid and t.channel = r.channel
      and t.gone_at is null and t.seen < r.asked`.execute(trx);
}

export function readingRow(one: Outcome<unknown>) {
  const asked = { ...keyOf(one), ...orderOf(one) };
  if (one.state !== 'ok') return { ...asked, state: one.state, error_code: one.errorCode };
  if (isWhole(one)) return { ...asked, state: one.state, error_code: null };
  return { ...asked, state: 'failed', error_code: 'cloud-nonsense' satisfies ErrorCode };
}

/** A list with unreadable entries adds what it has, ends nothing, and counts as failed. */
function isWhole(one: { skipped?: number }): boolean {
  return !one.skipped;
}

/** One statement may not touch a row twice. */
export function latest<T>(outcomes: readonly Outcome<T>[]): Outcome<T>[] {
  const byPair = new Map<string, Outcome<T>>();
  for (const one of outcomes) {
    const known = byPair.get(pairOf(one));
    if (!known || known.asked <= one.asked) byPair.set(pairOf(one), one);
  }
  return [...byPair.values()];
}

/** A clock that was set back must not turn an interval around. Unlike `least`, null stays null. */
export const absentBefore = sql`case when absent_at > asked_at then asked_at else absent_at end`;

/** What a row of a list has besides its own values. */
export function intervalOf(one: Read<unknown>) {
  return {
    ...keyOf(one),
    ...orderOf(one),
    absent_at: one.absentAt,
    connection_id: one.connectionId ?? null,
  };
}

function orderOf({ asked, askedAt }: ReadingOrder) {
  return { asked, asked_at: askedAt };
}

export function keyOf({ gid, channel }: ChannelRef): ChannelRef {
  return { gid, channel };
}

export function pairOf({ gid, channel }: ChannelRef): string {
  return JSON.stringify([gid, channel]);
}
