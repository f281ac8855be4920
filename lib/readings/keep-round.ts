import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

/** In seconds. `last`: how long the last whole round took. */
export type Round = { startedAt: Date; endedAt: Date | null; seconds: number | null };

/**
 * The round to work on: one that was left in the middle, or a new one if the last began `everyMs` ago. Null: none is due.
 * By the database's clock.
 */
export async function beginRound(workspaceId: string, everyMs: number): Promise<{ startedAt: Date } | null> {
  const { rows } = await sql<{ startedAt: Date; endedAt: Date | null }>`
    insert into reading_round as round (workspace_id, started_at)
    values (${workspaceId}, date_trunc('milliseconds', clock_timestamp()))
    on conflict (workspace_id) do update set
      started_at = case when round.ended_at is null then round.started_at else excluded.started_at end,
      ended_at = null
    where round.ended_at is null or round.started_at <= clock_timestamp() - make_interval(secs => ${everyMs / 1_000})
    returning started_at as "startedAt", ended_at as "endedAt"`.execute(getDb());
  const [round] = rows;
  return round ?? null;
}

/** All rooms were asked. */
export async function endRound(workspaceId: string, startedAt: Date): Promise<void> {
  await sql`
    update reading_round set ended_at = clock_timestamp(),
      seconds = ceil(extract(epoch from clock_timestamp() - started_at))
    where workspace_id = ${workspaceId} and started_at = ${startedAt} and ended_at is null`.execute(getDb());
}

/** How long reading all rooms again takes, in seconds. Null: not known, or nothing reads now. */
export async function readRoundSeconds({
  workspaceId,
  callers,
}: Pick<Scope, 'workspaceId' | 'callers'>): Promise<number | null> {
  return callers.length > 0 ? ((await readRound(workspaceId))?.seconds ?? null) : null;
}

export async function readRound(workspaceId: string): Promise<Round | null> {
  const row = await getDb()
    .selectFrom('reading_round')
    .select(['started_at', 'ended_at', 'seconds'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row ? { startedAt: row.started_at, endedAt: row.ended_at, seconds: row.seconds } : null;
}
