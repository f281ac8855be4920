import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { readFilterAddress } from '../search/filter-address';
import type { ActiveRule } from '../sync/store/retention-rule';

/**
 * Files of scheduled exports hold the names of their events too. One that was made before a rule's cutoff holds nothing
 * but events that the rule takes by now, so its bytes go with them; its record and manifest stay, as those of any file
 * that is not kept any more. A younger one stays until then: a person ordered it, and most of it is young.
 *
 * @returns how many files it were
 */
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
  await sql`update export_file set kept = false where id = any(${ids}::uuid[])`.execute(trx);
  return ids.length;
}

/** Whether a file of this filter can hold events of a building; where the filter is understood no more, it is taken to. */
function mayHold(query: string, building: string): boolean {
  try {
    const buildings = readFilterAddress(query).building;
    return buildings.length === 0 || buildings.includes(building);
  } catch {
    return true;
  }
}
