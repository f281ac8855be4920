import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { zoneOf } from './time-zone';

/** Different clocks that connections give for one of these doors. Empty: they agree, or only one has the door. */
export async function findClocks(
  { workspaceId, isMerged }: { workspaceId: string; isMerged: boolean },
  gids: readonly string[],
): Promise<string[]> {
  if (!isMerged) return [];
  const rows = await getDb()
    .selectFrom('connection_channel')
    .select(['gid', 'timezone'])
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', sql<string>`any(${[...gids]}::text[])`)
    .where('timezone', 'is not', null)
    .execute();
  const differing = [...Map.groupBy(rows, ({ gid }) => gid).values()].map((door) => [
    ...new Set(door.map(({ timezone }) => zoneOf({ timezone }).name)),
  ]);
  return [...new Set(differing.filter((zones) => zones.length > 1).flat())].sort();
}
