import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';

/** The events of all doors were last read at this time. */
export const readDoors = (workspaceId: string, at = new Date()) =>
  sql`insert into event_door (workspace_id, gid, manner, read_at)
    select distinct workspace_id, gid, 'door', ${at}::timestamptz from room_channel where workspace_id = ${workspaceId}
    on conflict (workspace_id, gid) do update set read_at = excluded.read_at, error_code = null`.execute(
    getDb(),
  );
