import { getDb, getLookupDb } from '@/lib/db/client';
import { sortPaced } from '@/lib/doordeer/paced';
import type { ScopeChannel } from './channel';
import { isFreshList } from './list-age';
import { isHouseCamera } from './room-key';

export type ListedChannels = {
  /** Of flats. */
  channels: ScopeChannel[];
  /** Cameras that belong to no flat. */
  cameras: ScopeChannel[];
};

export type StoredChannels = ListedChannels & {
  /** When the device list was last read; null: never. */
  readAt: Date | null;
  triedAt: Date | null;
  /** Why the last try failed, as an ErrorCode; null when it did not. */
  errorCode: string | null;
};

/** The workspace's device list as last read: what a scope is made of, so it takes a workspace and not a scope. */
export async function readStoredChannels(workspaceId: string): Promise<StoredChannels> {
  const [state, channels] = await Promise.all([readListState(workspaceId), readListed(workspaceId)]);
  return { ...channels, ...state };
}

async function readListState(
  workspaceId: string,
): Promise<Pick<StoredChannels, 'readAt' | 'triedAt' | 'errorCode'>> {
  const list = await getDb()
    .selectFrom('device_list')
    .select(['read_at', 'tried_at', 'error_code'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return {
    readAt: list?.read_at ?? null,
    triedAt: list?.tried_at ?? null,
    errorCode: list?.error_code ?? null,
  };
}

/** Everything in the list as last read, whatever its age. */
export async function readListed(workspaceId: string): Promise<ListedChannels> {
  const entries = await getDb()
    .selectFrom('room_channel')
    .innerJoin('door', (join) =>
      join
        .onRef('door.workspace_id', '=', 'room_channel.workspace_id')
        .onRef('door.gid', '=', 'room_channel.gid'),
    )
    .select([
      'room_channel.gid',
      'room_channel.channel',
      'room_channel.building_name as buildingName',
      'room_channel.unit_label as unitLabel',
      'room_channel.room_key as roomKey',
      'room_channel.relation',
      'door.kind',
    ])
    .where('room_channel.workspace_id', '=', workspaceId)
    .where('room_channel.present', '=', true)
    .execute();
  return sortedOut(entries);
}

/** The parts that an account has in its rooms by the list as last read, each once. */
export async function readListedRelations(workspaceId: string): Promise<ScopeChannel['relation'][]> {
  const rows = await getDb()
    .selectFrom('room_channel')
    .select('relation')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('present', '=', true)
    .execute();
  return rows.map(({ relation }) => relation);
}

/** Flats and cameras apart, by building, label, door and number: alike whether they come from the cloud or the tables. */
export async function sortedOut(
  entries: readonly (ScopeChannel & { kind: string })[],
): Promise<ListedChannels> {
  const channels: ScopeChannel[] = [];
  const cameras: ScopeChannel[] = [];
  for (const { kind, ...channel } of await sortPaced(entries, byPlace)) {
    (isHouseCamera({ kind, unitLabel: channel.unitLabel }) ? cameras : channels).push(channel);
  }
  return { channels, cameras };
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

/**
 * Why an account's device list permits no change now; null: it does. `list-in-doubt`: in one of its roles, an empty list
 * waits for confirmation. `list-outdated`: in none of its roles is the list fresh. An account without a list has no hindrance.
 */
export async function findListHindrance(account: string): Promise<'list-in-doubt' | 'list-outdated' | null> {
  const lists = await getLookupDb()
    .selectFrom('device_list')
    .innerJoin('workspace', 'workspace.id', 'device_list.workspace_id')
    .select(['device_list.read_at as readAt', 'device_list.empty_since as emptySince'])
    .where('workspace.account', '=', account)
    .execute();
  if (lists.some(({ emptySince }) => emptySince !== null)) return 'list-in-doubt';
  return lists.length === 0 || lists.some(({ readAt }) => isFreshList(readAt)) ? null : 'list-outdated';
}
