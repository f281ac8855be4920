import { type Kysely, sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { Database } from '@/lib/db/schema';
import { claimListers } from '@/lib/devices/claim-lister';
import { storableText } from '@/lib/devices/storable-text';
import type { Zone } from '@/lib/devices/time-zone';
import { readZones } from '@/lib/devices/zones';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { instantOf, keepCodes, parseWall } from './keep-codes';
import {
  absentBefore,
  endMissing,
  intervalOf,
  keepStates,
  latest,
  pairOf,
  readingRow,
  type Trx,
} from './keep-states';
import type { ChannelRef, Outcome } from './outcome';

/**
 * What is known of masters, shares and doorcodes are intervals: nothing is overwritten. Failed readings keep and end
 * nothing. A reading asked for before the stored one is dropped: it must not undo a change that was read back.
 * `drawReadingOrder` decides, not clocks.
 */
export async function keepMasters(
  workspaceId: string,
  outcomes: readonly Outcome<string | null>[],
): Promise<void> {
  if (outcomes.length === 0) return;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const rows = latest(await fromListers(trx, workspaceId, outcomes)).map((one) => ({
        ...readingRow(one),
        connection_id: one.connectionId ?? null,
        master: one.state === 'ok' ? one.value && storableText(one.value) : null,
      }));
      const { rows: kept } = await sql<ChannelRef>`
        insert into master_reading as kept
          (workspace_id, gid, channel, state, master, error_code, read_at, tried_at, asked)
        select ${workspaceId}, gid, channel, state, master, error_code, case when state = 'ok' then asked_at end,
          asked_at, asked
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(gid text, channel bigint, state text, master text,
          error_code text, asked_at timestamptz, asked bigint)
        order by gid, channel
        on conflict (workspace_id, gid, channel) do update set asked = excluded.asked,
          state = excluded.state, error_code = excluded.error_code, tried_at = excluded.tried_at,
          master = case when excluded.state = 'ok' then excluded.master else kept.master end,
          read_at = coalesce(excluded.read_at, kept.read_at)
        where kept.asked <= excluded.asked
        returning gid, channel`.execute(trx);
      const newest = new Set(kept.map(pairOf));
      await keepIntervals(
        trx,
        workspaceId,
        rows.filter((row) => row.state === 'ok' && newest.has(pairOf(row))),
      );
    });
}

type MasterRow = ChannelRef & { asked_at: Date; connection_id: string | null; master: string | null };

async function keepIntervals(trx: Trx, workspaceId: string, rows: readonly MasterRow[]): Promise<void> {
  if (rows.length === 0) return;
  // The row of `master_reading` is locked, so no other reading comes between these statements.
  const { rows: same } = await sql<ChannelRef>`
    insert into master as known (workspace_id, gid, channel, master, first_seen_at, seen_at, connection_id)
    select ${workspaceId}, gid, channel, master, asked_at, asked_at, connection_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(gid text, channel bigint, master text, asked_at timestamptz, connection_id uuid)
    order by gid, channel
    on conflict (workspace_id, gid, channel) where gone_at is null
      do update set seen_at = greatest(known.seen_at, excluded.seen_at)
      where known.master is not distinct from excluded.master
    returning gid, channel`.execute(trx);
  const unchanged = new Set(same.map(pairOf));
  const changed = rows.filter((row) => !unchanged.has(pairOf(row)));
  if (changed.length > 0) await replaceIntervals(trx, workspaceId, JSON.stringify(changed));
}

async function replaceIntervals(trx: Trx, workspaceId: string, rows: string): Promise<void> {
  const { rows: ended } = await sql<{ id: string }>`
    update master m set gone_at = greatest(m.seen_at, r.asked_at), ended_by = 'seen'
    from jsonb_to_recordset(${rows}::jsonb) as r(gid text, channel bigint, asked_at timestamptz)
    where m.workspace_id = ${workspaceId} and m.gid = r.gid and m.channel = r.channel and m.gone_at is null
    returning m.id`.execute(trx);
  await sql`
    insert into master (workspace_id, gid, channel, master, absent_at, first_seen_at, seen_at, connection_id)
    select m.workspace_id, m.gid, m.channel, r.master, m.seen_at, m.gone_at, m.gone_at, r.connection_id
    from jsonb_to_recordset(${rows}::jsonb) as r(gid text, channel bigint, master text, connection_id uuid)
    join master m on m.workspace_id = ${workspaceId} and m.gid = r.gid and m.channel = r.channel
      and m.id = any(${ended.map(({ id }) => id)}::uuid[])`.execute(trx);
}

export async function keepShares(workspaceId: string, outcomes: readonly Outcome<string[]>[]): Promise<void> {
  if (outcomes.length === 0) return;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const answers = await fromListers(trx, workspaceId, outcomes);
      const read = await keepStates(trx, 'share_reading', workspaceId, answers);
      const shares = read.flatMap((one) =>
        [...new Set(one.value.map(storableText))].map((account) => ({
          ...intervalOf(one),
          account,
        })),
      );
      if (shares.length > 0) {
        await sql`
          insert into share (workspace_id, gid, channel, sub_master, absent_at, first_seen_at, seen_at, seen,
            connection_id)
          select ${workspaceId}, gid, channel, account, ${absentBefore}, asked_at, asked_at, asked,
            connection_id
          from jsonb_to_recordset(${JSON.stringify(shares)}::jsonb)
            as r(gid text, channel bigint, account text, absent_at timestamptz, asked_at timestamptz, asked bigint,
              connection_id uuid)
          order by gid, channel, account
          on conflict (workspace_id, gid, channel, sub_master) where gone_at is null
            do update set seen_at = excluded.seen_at, seen = excluded.seen`.execute(trx);
      }
      await endMissing(trx, 'share', workspaceId, read);
    });
}

export async function keepDoorcodes(
  workspaceId: string,
  outcomes: readonly Outcome<VendorDoorcode[]>[],
): Promise<void> {
  if (outcomes.length === 0) return;
  // A person may be waiting, so nothing is queried without need.
  const zones = outcomes.some((one) => one.state === 'ok' && one.value.length > 0)
    ? await readZones(workspaceId)
    : null;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const answers = await fromListers(trx, workspaceId, outcomes);
      const read = await keepStates(trx, 'doorcode_reading', workspaceId, answers);
      if (zones) await keepCodes(trx, { workspaceId, read, zones });
      await endMissing(trx, 'doorcode', workspaceId, read);
    });
}

/** Without those that came through a connection which was removed meanwhile: its rooms are not this workspace's any more. */
async function fromListers<T>(
  trx: Trx,
  workspaceId: string,
  outcomes: readonly Outcome<T>[],
): Promise<readonly Outcome<T>[]> {
  const connectionIds = [...new Set(outcomes.flatMap(({ connectionId }) => connectionId ?? []))];
  if (connectionIds.length === 0) return outcomes;
  const { removed } = await claimListers(trx, workspaceId, connectionIds);
  return outcomes.filter(({ connectionId }) => !connectionId || !removed.has(connectionId));
}

export async function rezoneDoorcodes(
  db: Kysely<Database>,
  workspaceId: string,
  gid: string,
  zone: Zone,
): Promise<void> {
  const windows = await db
    .selectFrom('doorcode')
    .select(['from_wall', 'to_wall'])
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .groupBy(['from_wall', 'to_wall'])
    .execute();
  const rows = windows.map(({ from_wall, to_wall }) => ({
    from_wall,
    to_wall,
    from_at: from_wall && instantOf(zone, parseWall(from_wall)),
    to_at: to_wall && instantOf(zone, parseWall(to_wall)),
  }));
  await sql`
    update doorcode d set from_at = r.from_at, to_at = r.to_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(from_wall text, to_wall text, from_at timestamptz, to_at timestamptz)
    where d.workspace_id = ${workspaceId} and d.gid = ${gid}
      and d.from_wall is not distinct from r.from_wall and d.to_wall is not distinct from r.to_wall`.execute(
    db,
  );
}
