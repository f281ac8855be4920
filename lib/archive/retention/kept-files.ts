import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { readFilterAddress } from '../search/filter-address';
import type { ActiveRule } from '../sync/store/retention-rule';

/** Removes the bytes of scheduled files made before the cutoff: the rule covers all their events. Returns how many. */
export async function dropKeptFiles(
  trx: Db,
  { workspaceId, building, cutoff }: Omit<ActiveRule, 'mode'>,
): Promise<number> {
  const kept = await trx
    .selectFrom('export_file')
    .select(['id', 'query'])
    .where('workspace_id', '=', workspaceId)
    .where('kept', '=', true)
    .where('finished_at', '<', cutoff)
    .execute();
  const ids = kept.filter(({ query }) => mayHold(query, building)).map(({ id }) => id);
  if (ids.length === 0) return 0;
  await sql`delete from export_chunk where export_id = any(${ids}::uuid[])`.execute(trx);
  await sql`update export_file set kept = false
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(trx);
  return ids.length;
}

/** Can a file with this filter hold events of a building? Yes if the filter no longer parses. */
function mayHold(query: string, building: string): boolean {
  try {
    const buildings = readFilterAddress(query).building;
    return buildings.length === 0 || buildings.includes(building);
  } catch {
    return true;
  }
}
