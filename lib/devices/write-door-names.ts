import { sql, type Transaction } from 'kysely';
import type { Database } from '@/lib/db/schema';
import { defaultDoorNames } from './door-names';

export async function writeDefaultDoorNames(trx: Transaction<Database>, workspaceId: string): Promise<void> {
  const doors = await trx
    .selectFrom('door')
    .select(['gid', 'building_name as buildingName', 'model', 'locks', 'default_name as known'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  const names = defaultDoorNames(doors);
  const changed = doors.flatMap(({ gid, known }) => {
    const name = names.get(gid) ?? gid;
    return name === known ? [] : [{ gid, name }];
  });
  if (changed.length === 0) return;
  await sql`
    update door set default_name = named.name
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as named(gid text, name text)
    where door.workspace_id = ${workspaceId} and door.gid = named.gid`.execute(trx);
}
