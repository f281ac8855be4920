import { sql } from 'kysely';
import { gidsOf, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';

/** How much of a door's history is kept, and how the last reading went. */
export type DoorArchive = {
  gid: string;
  /** Events kept. */
  archived: number;
  /** Every event that the cloud gives is kept, from its first record on, as of `lastReadAt`. */
  complete: boolean;
  oldest: string | null;
  newest: string | null;
  lastReadAt: string | null;
  errorCode: ErrorCode | null;
};

/** The archive of each of this person's doors. */
export async function readArchiveState(scope: Scope): Promise<DoorArchive[]> {
  const gids = gidsOf(scope);
  const { rows } = await sql<{
    gid: string;
    archived: number | null;
    complete: boolean | null;
    oldest: Date | null;
    newest: Date | null;
    read_at: Date | null;
    error_code: ErrorCode | null;
  }>`
    select mine.gid, held.archived, held.complete, held.oldest, held.newest, door.read_at, door.error_code
    from unnest(${gids}::text[]) with ordinality as mine (gid, position)
    left join event_door as door on door.workspace_id = ${scope.workspaceId} and door.gid = mine.gid
    left join lateral (
      select sum(list.size)::bigint as archived, bool_and(list.complete) as complete,
        min(list.oldest) as oldest, max(list.newest) as newest
      from (
        select sum(size) as size, count(*) = 1 and bool_or(reaches_first) as complete,
          min(oldest_at) as oldest, max(newest_at) as newest
        from event_stretch
        where workspace_id = ${scope.workspaceId} and gid = mine.gid
        group by channel
      ) as list
    ) as held on true
    order by mine.position`.execute(getDb());
  return rows.map((row) => ({
    gid: row.gid,
    archived: row.archived ?? 0,
    // A door with no event at all has no stretch: read without fault, it is complete.
    complete: row.read_at !== null && row.error_code === null && (row.complete ?? true),
    oldest: row.oldest?.toISOString() ?? null,
    newest: row.newest?.toISOString() ?? null,
    lastReadAt: row.read_at?.toISOString() ?? null,
    errorCode: row.error_code,
  }));
}
