import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import type { ListKey } from './list-key';
import { byPlace } from './order-by-place';
import type { StoredEvent } from './stored-event';

type Part = { low: number; high: number; count: number; end: 'newest' | 'oldest' };
export type Trace = StoredEvent & { place: number; trace: Buffer };

export async function readTraces(
  db: Db,
  { workspaceId, gid, channel }: ListKey,
  { low, high, count, end }: Part,
): Promise<Trace[]> {
  const rows = await db
    .selectFrom('event_trace')
    .select(['place', 'trace'])
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .where('stream', channel === null ? 'is' : '=', channel)
    .where('place', '>=', low)
    .where('place', '<=', high)
    .orderBy(byPlace(end === 'newest' ? 'desc' : 'asc'))
    .limit(count)
    .execute();
  return rows.map((row) => ({ ...row, type: 0, timeText: '', account: null, codeName: null }));
}

export function endOf<E extends StoredEvent & { place: number }>(
  rows: readonly E[],
  traces: readonly Trace[],
  { count, end }: Pick<Part, 'count' | 'end'>,
): (E | Trace)[] {
  const all = [...rows, ...traces].sort((a, b) => a.place - b.place);
  return end === 'newest' ? all.slice(-count) : all.slice(0, count);
}

export async function moveTraces(
  trx: Db,
  { workspaceId, gid, channel }: ListKey,
  moved: readonly { from: number; to: number }[],
): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    update event_trace set place = moved.to_place
    from unnest(${moved.map(({ from }) => from)}::bigint[], ${moved.map(({ to }) => to)}::bigint[])
      as moved (from_place, to_place)
    where workspace_id = ${workspaceId} and gid = ${gid} and stream is not distinct from ${channel}::bigint
      and place = moved.from_place`.execute(trx);
}
