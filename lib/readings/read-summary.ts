import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { allReadings } from './all-readings';
import { tasksAt } from './facts';
import { readRound } from './keep-round';

/**
 * How well the masters, shares and doorcodes of a person's rooms are known. `unread`: rooms of which something was never
 * read. `oldestReadAt`: ISO. `roundSeconds`: how long the last round of all rooms took; null: none was whole yet.
 */
export type ReadingSummary = {
  rooms: number;
  unread: number;
  oldestReadAt: string | null;
  roundSeconds: number | null;
};

export async function readSummary(scope: Scope): Promise<ReadingSummary> {
  const wanted = scope.channels.flatMap((at) => {
    const { roomKey } = at;
    return tasksAt(scope, at).map((task) => ({ ...task, roomKey }));
  });
  const [{ rows }, round] = await Promise.all([
    sql<{ rooms: number; unread: number; oldest: Date | null }>`
      select count(*)::int as rooms, (count(*) filter (where unread))::int as unread, min(oldest) as oldest
      from (
        select bool_or(r.state is null or (r.state <> 'refused' and r.read_at is null)) as unread,
          min(r.read_at) filter (where r.state <> 'refused') as oldest
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
          as w(gid text, channel bigint, "roomKey" text, fact text, "connectionId" uuid)
        left join ${allReadings(scope.workspaceId)} r on r.gid = w.gid and r.channel = w.channel and r.fact = w.fact
          and r.connection_id is not distinct from w."connectionId"
        group by w."roomKey"
      ) as room`.execute(getDb()),
    readRound(scope.workspaceId),
  ]);
  const [found] = rows;
  return {
    rooms: found?.rooms ?? 0,
    unread: found?.unread ?? 0,
    oldestReadAt: found?.oldest?.toISOString() ?? null,
    roundSeconds: round?.seconds ?? null,
  };
}
