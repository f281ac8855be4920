import { sql, type Transaction } from 'kysely';
import type { Database } from '@/lib/db/schema';
import { mapPaced } from '@/lib/doordeer/run-paced';
import type { Role } from '@/lib/doordeer/words';
import { pairOf } from './pair-key';
import { type DoorRow, doorsOf, roomsOf, type Storable } from './shape-list';
import { inBatches, type MergedRow } from './write-rows';

/** Whose list it is. */
export type Lister = { workspaceId: string; connectionId: string };

type Listing = { connectionId: string; isOwn: boolean; channels: readonly Storable[] };

const ranks: Record<Role, number> = { manager: 0, landlord: 1, tenant: 2 };

/** The leading connection first: a manager before a landlord before a tenant, then the oldest. */
function compareLeads(
  one: { role: Role; createdAt: Date; id: string },
  other: { role: Role; createdAt: Date; id: string },
): number {
  return (
    ranks[one.role] - ranks[other.role] ||
    one.createdAt.getTime() - other.createdAt.getTime() ||
    (one.id < other.id ? -1 : 1)
  );
}

/** Keeps what this connection lists. `whole`: rows that it does not list any more are deleted. */
export async function keepListed(
  trx: Transaction<Database>,
  { workspaceId, connectionId }: Lister,
  { channels, whole }: { channels: readonly Storable[]; whole: boolean },
): Promise<void> {
  if (whole) {
    const pairs = await mapPaced(channels, ({ gid, channel }) => JSON.stringify({ gid, channel }));
    await sql`
      delete from connection_channel as kept
      where workspace_id = ${workspaceId} and connection_id = ${connectionId} and not exists (
        select from jsonb_to_recordset(${`[${pairs.join(',')}]`}::jsonb) as listed(gid text, channel bigint)
        where listed.gid = kept.gid and listed.channel = kept.channel)`.execute(trx);
  }
  for (const some of inBatches(channels))
    await sql`
      insert into connection_channel as known (workspace_id, connection_id, gid, channel, kind, model, building_name,
        unit_label, relation, timezone, locks)
      select ${workspaceId}, ${connectionId}, gid, channel, kind, model, "buildingName", "unitLabel", relation, timezone,
        locks
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as c(gid text, channel bigint, kind text, model text,
        "buildingName" text, "unitLabel" text, relation text, timezone int, locks jsonb)
      on conflict (workspace_id, connection_id, gid, channel) do update set kind = excluded.kind, model = excluded.model,
        building_name = excluded.building_name, unit_label = excluded.unit_label, relation = excluded.relation,
        timezone = excluded.timezone, locks = excluded.locks
      where (known.kind, known.model, known.building_name, known.unit_label, known.relation, known.timezone, known.locks)
        is distinct from (excluded.kind, excluded.model, excluded.building_name, excluded.unit_label,
          excluded.relation, excluded.timezone, excluded.locks)`.execute(trx);
}

/** What all connections of a workspace list, as kept. */
export async function readListings(trx: Transaction<Database>, workspaceId: string): Promise<Listing[]> {
  const listed = await trx
    .selectFrom('connection_channel')
    .select(['connection_id', 'gid', 'channel', 'kind', 'model', 'relation', 'timezone', 'locks'])
    .select(['building_name as buildingName', 'unit_label as unitLabel'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('gid')
    .orderBy('channel')
    .execute();
  const connections = await trx
    .selectFrom('connection')
    .innerJoin('workspace', 'workspace.id', 'connection.workspace_id')
    .select(['connection.id', 'connection.role', 'connection.created_at as createdAt'])
    .select(
      sql<boolean>`(workspace.account, workspace.role) = (connection.account, connection.role)`.as('isOwn'),
    )
    .where('connection.workspace_id', '=', workspaceId)
    .execute();
  const byConnection = Map.groupBy(listed, ({ connection_id }) => connection_id);
  return connections.sort(compareLeads).flatMap(({ id, isOwn }) => {
    const channels = byConnection.get(id);
    return channels ? [{ connectionId: id, isOwn, channels }] : [];
  });
}

/**
 * One list of several, the leading one first. A channel has the names, locks and relation of the first list that has it, a
 * door the clock and model of the first list that has the door.
 */
export async function mergeListings(
  listings: readonly Listing[],
): Promise<{ doors: DoorRow[]; rooms: MergedRow[] }> {
  const first = new Map<string, Storable>();
  const through = new Map<string, NonNullable<MergedRow['through']>>();
  const own = listings.find(({ isOwn }) => isOwn)?.connectionId;
  for (const { connectionId, channels } of listings)
    await mapPaced(channels, (channel) => {
      const pair = pairOf(channel);
      if (!first.has(pair)) first.set(pair, channel);
      through.set(pair, [...(through.get(pair) ?? []), [connectionId, channel.relation]]);
    });
  const channels = [...first.values()];
  const rooms = await mapPaced(await roomsOf(channels), (room): MergedRow => {
    const connections = through.get(pairOf(room)) ?? [];
    const isOnlyOwn = connections.length === 1 && connections[0]?.[0] === own;
    return { ...room, through: isOnlyOwn ? null : connections };
  });
  return { doors: await doorsOf(channels), rooms };
}
