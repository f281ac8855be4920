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
  const perConnection = table === 'doorcode_reading';
  const key = perConnection ? listOf : pairOf;
  const newest = latest(outcomes, key);
  const connection = perConnection ? sql`, connection_id` : sql``;
  const { rows } = await sql<ChannelRef & { connection_id?: string | null; absent_at: Date | null }>`
    insert into ${sql.table(table)} as kept
      (workspace_id, gid, channel ${connection}, state, error_code, read_at, tried_at, asked)
    select ${workspaceId}, gid, channel ${connection}, state, error_code, case when state = 'ok' then asked_at end,
      asked_at, asked
    from jsonb_to_recordset(${JSON.stringify(newest.map(rowOf))}::jsonb)
      as r(gid text, channel bigint, connection_id uuid, state text, error_code text, asked_at timestamptz, asked bigint)
    order by gid, channel ${connection}
    on conflict (workspace_id, gid, channel ${connection}) do update set asked = excluded.asked,
      state = excluded.state, error_code = excluded.error_code, tried_at = excluded.tried_at,
      read_before_at = case when excluded.read_at is null then kept.read_before_at else kept.read_at end,
      read_at = coalesce(excluded.read_at, kept.read_at)
    where kept.asked <= excluded.asked
    returning gid, channel ${connection}, case when state = 'ok' then read_before_at else read_at end as absent_at`.execute(
    trx,
  );
  const absent = new Map(
    rows.map(({ connection_id: connectionId, ...row }) => [key({ ...row, connectionId }), row.absent_at]),
  );
  return newest.flatMap((one) => {
    const absentAt = absent.get(key(one));
    return one.state === 'ok' && absentAt !== undefined ? [{ ...one, absentAt }] : [];
  });
}

function rowOf(one: Outcome<unknown>) {
  return { ...readingRow(one), connection_id: one.connectionId ?? null };
}

/** Ends what a complete and newer list no longer has. A list of doorcodes ends only those of its own connection. */
export async function endMissing(
  trx: Trx,
  table: 'share' | 'doorcode',
  workspaceId: string,
  read: Read<unknown>[],
): Promise<void> {
  const lists = JSON.stringify(
    read
      .filter(isWhole)
      .map((one) => ({ ...keyOf(one), ...orderOf(one), connection_id: one.connectionId ?? null })),
  );
  const ofList = table === 'doorcode' ? sql`t.connection_id is not distinct from r.connection_id` : sql`true`;
  await sql`
    update ${sql.table(table)} t set gone_at = greatest(t.seen_at, r.asked_at), ended_by = 'seen'
    from jsonb_to_recordset(${lists}::jsonb) as r(gid text, channel bigint, connection_id uuid, asked_at timestamptz, asked bigint)
    where t.workspace_id = ${workspaceId} and t.gid = r.gid and t.channel = r.channel
      and ${ofList} and t.gone_at is null and t.seen < r.asked`.execute(trx);
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
export function latest<T>(
  outcomes: readonly Outcome<T>[],
  key: (one: Outcome<T>) => string = pairOf,
): Outcome<T>[] {
  const byPair = new Map<string, Outcome<T>>();
  for (const one of outcomes) {
    const known = byPair.get(key(one));
    if (!known || known.asked <= one.asked) byPair.set(key(one), one);
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

function listOf({
  gid,
  channel,
  connectionId = null,
}: ChannelRef & { connectionId?: string | null | undefined }): string {
  return JSON.stringify([gid, channel, connectionId]);
}

export function pairOf({ gid, channel }: ChannelRef): string {
  return JSON.stringify([gid, channel]);
}
