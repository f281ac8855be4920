import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { inTime, weekOf } from '@/lib/db/week';
import { byPlace, type EventKey } from '../sync/store/order-by-place';
import { type ActiveRule, held, reached } from '../sync/store/retention-rule';
import { traceOf } from '../sync/store/stored-event';
import { type EventList, leaveTraces, type OldEvent, ofList } from './leave-traces';

export type Portion = { count: number; last: EventKey | null };

type Stretch = { channel: number | null; low: number; high: number; reaches_first: boolean };

/** Removes one door's oldest events that a rule covers, at most `most`. Stretches stay proven and count fewer events. */
export async function prunePortion(
  trx: Db,
  gid: string,
  reach: ActiveRule,
  { most, after }: { most: number; after: EventKey | null },
): Promise<Portion> {
  // The sync locks in the same order: the stretch, then its events. The lock keeps this door's events unchanged meanwhile.
  const { rows: stretches } = await sql<Stretch>`
    select channel, low, high, reaches_first from event_stretch
    where workspace_id = ${reach.workspaceId} and gid = ${gid} order by channel, low for update`.execute(trx);
  const beyond = after
    ? sql`(e.at, e.id) > (${after.at}::timestamptz, ${after.id}::bigint)
        and ${weekOf(sql`e.at`)} >= ${weekOf(sql`${after.at}::timestamptz`)}`
    : sql`true`;
  const { rows } = await sql<
    Omit<OldEvent, 'trace'> & { trace: Buffer | null; account: string | null; code_name: string | null }
  >`
    select e.id, e.at, e.stream, e.place, e.type, e.time_text, e.trace, w.account, w.code_name
    from event e left join event_who w on w.workspace_id = e.workspace_id and w.id = e.who_id
    where e.gid = ${gid} and ${beyond} and ${reached(reach)} and not ${held(reach)}
    order by ${inTime('asc', 'e')} limit ${most}`.execute(trx);
  const last = rows.at(-1);
  if (!last) return { count: 0, last: null };
  const old = rows.map((row) => ({
    ...row,
    // Of an anonymous event's names, only the trace is left.
    trace:
      row.trace ??
      traceOf({
        type: row.type,
        timeText: row.time_text,
        account: row.account,
        codeName: row.code_name,
      }),
  }));
  if (reach.mode === 'delete') {
    for (const { channel, low, high, reaches_first } of stretches) {
      const list = { workspaceId: reach.workspaceId, gid, channel, low, high };
      const inside = old.filter(({ stream, place }) => stream === channel && place >= low && place <= high);
      if (inside.length > 0) await leaveTraces(trx, list, inside, reaches_first);
    }
    await deleteEvents(trx, reach.workspaceId, old);
    for (const { channel, low, high } of stretches) {
      const count = old.filter(
        ({ stream, place }) => stream === channel && place >= low && place <= high,
      ).length;
      if (count > 0) await countOut(trx, { workspaceId: reach.workspaceId, gid, channel, low, high }, count);
    }
  } else await makeAnonymous(trx, reach.workspaceId, old);
  return { count: rows.length, last };
}

function keysOf(rows: readonly OldEvent[]) {
  return sql`unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ at }) => at)}::timestamptz[],
    ${rows.map(({ trace }) => trace)}::bytea[]) as old (id, at, trace)`;
}

async function makeAnonymous(trx: Db, workspaceId: string, rows: readonly OldEvent[]): Promise<void> {
  await sql`
    update event set who_id = null, channel = null, unit_label = null, attribution = null, trace = old.trace
    from ${keysOf(rows)}
    where event.workspace_id = ${workspaceId} and event.at = old.at and event.id = old.id`.execute(trx);
}

async function deleteEvents(trx: Db, workspaceId: string, rows: readonly OldEvent[]): Promise<void> {
  await sql`
    delete from event using ${keysOf(rows)}
    where event.workspace_id = ${workspaceId} and event.at = old.at and event.id = old.id`.execute(trx);
}

async function countOut(trx: Db, list: EventList, count: number): Promise<void> {
  await sql`
    update event_stretch set pruned = pruned + ${count}::bigint,
      oldest_at = coalesce((select at from event where ${ofList(list)} order by ${byPlace('asc')} limit 1), oldest_at),
      newest_at = coalesce((select at from event where ${ofList(list)} order by ${byPlace('desc')} limit 1), newest_at)
    where workspace_id = ${list.workspaceId} and gid = ${list.gid}
      and channel is not distinct from ${list.channel}::bigint and low = ${list.low}`.execute(trx);
}
