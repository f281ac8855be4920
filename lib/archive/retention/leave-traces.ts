import { type RawBuilder, sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { compared } from '../sync/list/sync-list';
import { byPlace } from '../sync/store/order-by-place';

export type EventList = {
  workspaceId: string;
  gid: string;
  channel: number | null;
  low: number;
  high: number;
};

export type OldEvent = {
  id: number;
  at: Date;
  stream: number | null;
  place: number;
  type: number;
  time_text: string;
  trace: Buffer;
};

/** Events at an end of a stretch that keep traces: those that are compared, and one more page. */
const traced = compared + 1_000;

export function ofList({ workspaceId, gid, channel, low, high }: EventList): RawBuilder<boolean> {
  // "is not distinct from" would use no index.
  const stream = channel === null ? sql`stream is null` : sql`stream = ${channel}::bigint`;
  return sql<boolean>`workspace_id = ${workspaceId} and gid = ${gid} and ${stream} and place between ${low}::bigint and ${high}::bigint`;
}

/** Call before deletion. At the ends of a stretch, which the sync compares with the cloud, a keyed digest remains. */
export async function leaveTraces(
  trx: Db,
  list: EventList,
  rows: readonly OldEvent[],
  reachesFirst: boolean,
): Promise<void> {
  const newest = (await edgeOf(trx, list, 'desc')) ?? list.low;
  const oldest = reachesFirst ? null : ((await edgeOf(trx, list, 'asc')) ?? list.high);
  const kept = rows.filter(({ place }) => place >= newest || (oldest !== null && place <= oldest));
  if (kept.length === 0) return;
  await sql`
    insert into event_trace (workspace_id, gid, stream, place, trace)
    select ${list.workspaceId}::uuid, ${list.gid}, ${list.channel}::bigint, *
    from unnest(${kept.map(({ place }) => place)}::bigint[], ${kept.map(({ trace }) => trace)}::bytea[])
    on conflict do nothing`.execute(trx);
}

/** Removes traces that are too far down to be compared again. */
export async function dropOldTraces(db: Db, workspaceId: string, gid: string): Promise<void> {
  const stretches = await db
    .selectFrom('event_stretch')
    .select(['channel', 'low', 'high'])
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .where('reaches_first', '=', true)
    .execute();
  for (const stretch of stretches) {
    const list = { workspaceId, gid, ...stretch };
    const newest = await edgeOf(db, list, 'desc');
    if (newest === null) continue;
    await sql`delete from event_trace where ${ofList(list)} and place < ${newest}::bigint`.execute(db);
  }
}

/** The last place, counted from one end over events and traces, that keeps its trace. */
async function edgeOf(db: Db, list: EventList, dir: 'asc' | 'desc'): Promise<number | null> {
  const order = sql`order by ${byPlace(dir)} limit ${traced}`;
  const { rows } = await sql<{ place: number }>`
    select place from (
      (select place from event where ${ofList(list)} ${order})
      union all (select place from event_trace where ${ofList(list)} ${order})
    ) as kept order by place ${sql.raw(dir)} offset ${traced - 1} limit 1`.execute(db);
  return rows[0]?.place ?? null;
}
