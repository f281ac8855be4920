import { sql } from 'kysely';
import { type Db, getDb, getLookupDb } from '@/lib/db/client';
import { mapPaced, sortPaced } from '@/lib/doordeer/run-paced';
import type { Relation } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { processSlot } from '@/lib/process-slot';
import type { ScopeChannel, Via } from './channel';
import { isFreshList } from './list-age';
import { isHouseCamera } from './room-key';

export type ListedChannels = {
  /** Whose lists these are. What is made from them is refused to people of another workspace: see `cutLists`. */
  workspaceId: string;
  channels: ScopeChannel[];
  cameras: ScopeChannel[];
  /** Other connections than the workspace's own list something. */
  isMerged: boolean;
};

export type StoredChannels = ListedChannels & {
  readAt: Date | null;
  triedAt: Date | null;
  errorCode: ErrorCode | null;
};

/** Takes a workspace, because scopes are made from it. How the list of `connectionId` was read; without it, the newest. */
export async function readStoredChannels(
  of: { workspaceId: string; connectionId?: string },
  db: Db = getDb(),
): Promise<StoredChannels> {
  // One after the other: by its hash the list is mostly at hand, and may have 10,000 rooms.
  const { hash, ...state } = await readListState(of, db);
  return { ...(await readListed(of.workspaceId, hash, db)), ...state };
}

async function readListState(
  { workspaceId, connectionId }: { workspaceId: string; connectionId?: string },
  db: Db,
): Promise<Pick<StoredChannels, 'readAt' | 'triedAt' | 'errorCode'> & { hash: Buffer | null }> {
  const list = await db
    .selectFrom('device_list')
    .select(['read_at', 'tried_at', 'error_code', listHash.as('hash')])
    .where('workspace_id', '=', workspaceId)
    .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
    .orderBy('read_at', (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return {
    readAt: list?.read_at ?? null,
    triedAt: list?.tried_at ?? null,
    errorCode: list?.error_code ?? null,
    hash: list?.hash ?? null,
  };
}

/** Of all lists of the workspace together, the same in each row of `device_list`. */
export const listHash = sql<Buffer | null>`coalesce(device_list.merge_hash, device_list.content_hash)`;

type Remembered = { contentHash: string; list: ListedChannels };
const slot = processSlot<Map<string, Remembered>>('listed-channels');
slot.value ??= new Map();
/** The last list of each workspace, because nearly every request needs the same one. */
const remembered = slot.value;
const rememberedAtMost = 200;

/** The list as last read, of any age. `contentHash`: of the stored list; null if not known. */
export async function readListed(
  workspaceId: string,
  contentHash: Buffer | null = null,
  db: Db = getDb(),
): Promise<ListedChannels> {
  const known = remembered.get(workspaceId);
  if (known && known.contentHash === contentHash?.toString('hex')) return known.list;
  const { rows } = await sql<Stored & { contentHash: string | null }>`
    select c.gid, c.channel, c.building_name as "buildingName", c.unit_label as "unitLabel", c.room_key as "roomKey",
      c.relation, c.through, door.kind,
      -- In the same statement, so that the hash belongs to these rows.
      (select encode(${listHash}, 'hex') from device_list where workspace_id = ${workspaceId}
        order by connection_id limit 1) as "contentHash"
    from room_channel as c
    join door using (workspace_id, gid)
    where c.workspace_id = ${workspaceId} and c.present`.execute(db);
  const list = { workspaceId, ...(await sortedOut(await withConnections(workspaceId, rows, db))) };
  const hash = rows[0]?.contentHash;
  remembered.delete(workspaceId);
  if (hash) remembered.set(workspaceId, { contentHash: hash, list });
  if (remembered.size > rememberedAtMost) remembered.delete(remembered.keys().next().value ?? '');
  return list;
}

type Stored = Omit<ScopeChannel, 'through'> & {
  kind: string;
  through: [connectionId: string, relation: Relation][] | null;
};

/** Channels with equal connections share one array: there may be 10,000. */
async function withConnections(
  workspaceId: string,
  rows: readonly (Stored & { contentHash: string | null })[],
  db: Db,
): Promise<(ScopeChannel & { kind: string })[]> {
  if (!rows.some(({ through }) => through !== null))
    return rows.map(({ contentHash: _, through: __, ...entry }) => entry);
  const connections = await db
    .selectFrom('connection')
    .select(['id', 'account', 'role'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  const byId = new Map(connections.map((one) => [one.id, one]));
  const shared = new Map<string, readonly Via[]>();
  return mapPaced(rows, ({ contentHash: _, through, ...entry }) => {
    if (!through) return entry;
    const key = JSON.stringify(through);
    const known = shared.get(key);
    const made =
      known ??
      through.flatMap(([connectionId, relation]): Via[] => {
        const connection = byId.get(connectionId);
        return connection
          ? [{ connectionId, account: connection.account, role: connection.role, relation }]
          : [];
      });
    if (!known) shared.set(key, made);
    return { ...entry, through: made };
  });
}

/** Splits flats from cameras and sorts both, so that the order does not depend on the source. */
export async function sortedOut(
  entries: readonly (ScopeChannel & { kind: string })[],
): Promise<Omit<ListedChannels, 'workspaceId'>> {
  const channels: ScopeChannel[] = [];
  const cameras: ScopeChannel[] = [];
  for (const { kind, ...channel } of await sortPaced(entries, byPlace)) {
    (isHouseCamera({ kind, unitLabel: channel.unitLabel }) ? cameras : channels).push(channel);
  }
  return { channels, cameras, isMerged: entries.some(({ through }) => through !== undefined) };
}

function byPlace(one: ScopeChannel, other: ScopeChannel): number {
  return (
    compare(one.buildingName, other.buildingName) ||
    compare(one.unitLabel, other.unitLabel) ||
    compare(one.gid, other.gid) ||
    one.channel - other.channel
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The same account has a connection of its own, with a list of its own, in each workspace. */
export type ConnectionRef = { workspaceId: string; connectionId: string };

/**
 * By the list of one connection, or without it by all lists of the workspace: one that is usable is enough. Null: changes are allowed. `list-in-doubt`: an empty list waits for confirmation.
 */
export async function findListHindrance({
  workspaceId,
  connectionId,
}: {
  workspaceId: string;
  connectionId?: string;
}): Promise<'list-in-doubt' | 'list-outdated' | null> {
  const lists = await getLookupDb()
    .selectFrom('device_list')
    .select(['read_at as readAt', 'empty_since as emptySince'])
    .where('workspace_id', '=', workspaceId)
    .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
    .execute();
  if (lists.some(({ readAt, emptySince }) => emptySince === null && isFreshList(readAt))) return null;
  return lists.some(({ emptySince }) => emptySince !== null) ? 'list-in-doubt' : 'list-outdated';
}
