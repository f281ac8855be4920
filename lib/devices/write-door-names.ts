import { sql, type Transaction } from 'kysely';
import type { Database } from '@/lib/db/schema';
import type { Lock } from '@/lib/doordeer/words';
import { defaultDoorNames } from './door-names';

/** Call after the rooms are written: a door of several buildings has no building's name, as each is shown to others too. */
export async function writeDefaultDoorNames(trx: Transaction<Database>, workspaceId: string): Promise<void> {
  const doors = await trx
    .selectFrom('door')
    .select(['gid', 'building_name as buildingName', 'model', 'locks', 'default_name as known'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  const shared = await readSharedLocks(trx, workspaceId);
  const names = defaultDoorNames(
    doors.map((door) => {
      const locks = shared.get(door.gid);
      return locks ? { ...door, buildingName: '', locks } : door;
    }),
  );
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

/** By door that serves several buildings: the locks that rooms of each of them have. */
async function readSharedLocks(
  trx: Transaction<Database>,
  workspaceId: string,
): Promise<Map<string, Lock[]>> {
  const { rows } = await sql<{ gid: string; building: string; locks: Lock[] }>`
    select gid, building_name as building, locks from room_channel
    where workspace_id = ${workspaceId} and present and gid in (
      select gid from room_channel where workspace_id = ${workspaceId} and present
      group by gid having min(building_name) <> max(building_name))`.execute(trx);
  const doors = Map.groupBy(rows, ({ gid }) => gid);
  return new Map(
    [...doors].map(([gid, channels]) => {
      const [first = [], ...others] = [...Map.groupBy(channels, ({ building }) => building).values()];
      const ids = others.map((some) => new Set(some.flatMap(({ locks }) => locks.map(({ id }) => id))));
      const locks = new Map(first.flatMap((channel) => channel.locks.map((lock) => [lock.id, lock])));
      return [gid, [...locks.values()].filter(({ id }) => ids.every((of) => of.has(id)))];
    }),
  );
}
