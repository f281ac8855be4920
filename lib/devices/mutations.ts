import { sql, type Transaction } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { ReadingOrder } from '@/lib/db/draw-reading-order';
import type { Database } from '@/lib/db/schema';
import { lockByName } from '@/lib/db/transaction-lock';
import { mapPaced, sortPaced } from '@/lib/doordeer/run-paced';
import type { Channel } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { claimLister, claimRemoval } from './claim-lister';
import { readStoredChannels, type StoredChannels, sortedOut } from './data';
import { keepListed, type Lister, mergeListings, readListings } from './merge-lists';
import {
  type DoorRow,
  doorsOf,
  hashOf,
  type RoomRow,
  roomsOf,
  type Storable,
  storable,
  withoutRepeats,
} from './shape-list';
import { writeDefaultDoorNames } from './write-door-names';
import {
  inBatches,
  type MergedRow,
  markDoorsGone,
  markRoomsGone,
  writeDoors,
  writeRooms,
} from './write-rows';

/**
 * Stores the device list (10002) of a connection, and returns the workspace's list that now counts: all its connections'
 * lists together. Channels that are not listed any more stay as `present = false`. Passwords never reach the database.
 * With `skipped` entries nothing is marked as gone, because it may be one of them.
 */
export async function storeChannels(
  lister: Lister,
  { channels: listed, skipped = 0, asked, askedAt: readAt }: AnsweredList,
): Promise<StoredChannels> {
  const whole = skipped === 0;
  const trouble: ErrorCode | null = whole ? null : 'cloud-nonsense';
  // In slices: a list of megabytes must not block other requests.
  const channels = await withoutRepeats(await mapPaced(listed, storable));
  const rooms = await roomsOf(channels);
  const doors = await doorsOf(channels);
  const contentHash = whole ? await hashOf(doors, rooms) : null;
  const standing = {
    read_at: readAt,
    tried_at: readAt,
    error_code: trouble,
    content_hash: contentHash,
    asked,
    empty_since: null,
  };
  if (channels.length === 0 && whole && (await isDoubtful(lister, { asked, askedAt: readAt })))
    return readStoredChannels(lister);
  const stands =
    (contentHash && (await touchSame(lister, contentHash, { asked, askedAt: readAt }))) ||
    (await writeList(lister, { channels, doors, rooms, standing }));
  // The stored list is of a later request, this one has gaps or was not kept, or other lists count too.
  if (stands !== 'single' || !whole) return readStoredChannels(lister);
  const kinds = new Map(doors.map((door) => [door.gid, door.kind]));
  const entries = await mapPaced(rooms, (room) => ({
    gid: room.gid,
    channel: room.channel,
    buildingName: room.building_name,
    unitLabel: room.unit_label,
    roomKey: room.room_key,
    relation: room.relation,
    kind: kinds.get(room.gid) ?? 'other',
  }));
  const { workspaceId } = lister;
  return { workspaceId, ...(await sortedOut(entries)), readAt, triedAt: readAt, errorCode: null };
}

export type AnsweredList = ReadingOrder & { channels: readonly Channel[]; skipped?: number };

/** `merged`: other connections list something too. */
type Stands = 'single' | 'merged';

type Rows = {
  channels: readonly Storable[];
  doors: readonly DoorRow[];
  rooms: readonly RoomRow[];
  standing: {
    read_at: Date;
    tried_at: Date;
    error_code: ErrorCode | null;
    content_hash: Buffer | null;
    asked: number;
    empty_since: null;
  };
};

/** Returns null and writes nothing if the stored list is of a later request, or the connection was removed meanwhile. */
async function writeList(lister: Lister, { channels, doors, rooms, standing }: Rows): Promise<Stands | null> {
  const { workspaceId, connectionId } = lister;
  const whole = standing.content_hash !== null;
  return getDb()
    .transaction()
    .execute(async (trx) => {
      // Two sign-ins at once would otherwise lock the same rows in different orders.
      await lockByName(trx, `device-list:${workspaceId}`);
      if (!(await claimLister(trx, lister))) return null;
      const kept = await trx
        .selectFrom('device_list')
        .select(['connection_id', 'asked'])
        .where('workspace_id', '=', workspaceId)
        .execute();
      const own = kept.find((list) => list.connection_id === connectionId);
      if (own && own.asked > standing.asked) return null;
      // Rows that did not change are not written: mostly nothing has changed, and a page may be waiting.
      await keepListed(trx, lister, { channels, whole });
      await trx
        .insertInto('device_list')
        .values({ workspace_id: workspaceId, connection_id: connectionId, ...standing })
        .onConflict((on) => on.columns(['workspace_id', 'connection_id']).doUpdateSet(standing))
        .execute();
      const isSingle = kept.every((list) => list.connection_id === connectionId);
      if (isSingle) {
        const merged = await mapPaced(rooms, (room): MergedRow => ({ ...room, through: null }));
        await writeMerged(trx, workspaceId, { doors, rooms: merged, whole, readAt: standing.read_at });
      } else await mergeAgain(trx, workspaceId, standing.read_at);
      return isSingle ? 'single' : 'merged';
    });
}

/** With `remove`, which marks the connection as removed. What no other connection lists is gone. */
export function removeList(lister: Lister, remove: (trx: Db) => Promise<unknown>): Promise<void> {
  const { workspaceId, connectionId } = lister;
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await lockByName(trx, `device-list:${workspaceId}`);
      await claimRemoval(trx, lister);
      await remove(trx);
      // How its doorcodes were read says nothing any more. The codes themselves may still open doors.
      for (const table of ['device_list', 'connection_channel', 'doorcode_reading'] as const)
        await trx
          .deleteFrom(table)
          .where('workspace_id', '=', workspaceId)
          .where('connection_id', '=', connectionId)
          .execute();
      await mergeAgain(trx, workspaceId, databaseDate());
    });
}

async function mergeAgain(trx: Transaction<Database>, workspaceId: string, readAt: Date): Promise<void> {
  const listings = await readListings(trx, workspaceId);
  const { doors, rooms } = await mergeListings(listings);
  await writeMerged(trx, workspaceId, { doors, rooms, whole: true, readAt });
  const lists = await trx
    .selectFrom('device_list')
    .select('connection_id')
    .where('workspace_id', '=', workspaceId)
    .execute();
  await trx
    .updateTable('device_list')
    .set({ merge_hash: lists.length > 1 ? await hashOf(doors, rooms) : null })
    .where('workspace_id', '=', workspaceId)
    .execute();
}

async function writeMerged(
  trx: Transaction<Database>,
  workspaceId: string,
  {
    doors,
    rooms,
    whole,
    readAt,
  }: { doors: readonly DoorRow[]; rooms: readonly MergedRow[]; whole: boolean; readAt: Date },
): Promise<void> {
  if (whole) {
    await markDoorsGone(trx, workspaceId, doors);
    await markRoomsGone(trx, workspaceId, rooms);
  }
  for (const some of inBatches(doors)) await writeDoors(trx, workspaceId, some, readAt);
  // The order decides whose registers are kept first when two rooms become one.
  const ordered = await sortPaced(rooms, (one, other) =>
    one.gid === other.gid ? one.channel - other.channel : one.gid < other.gid ? -1 : 1,
  );
  for (const some of inBatches(ordered)) await writeRooms(trx, workspaceId, some, readAt);
  await writeDefaultDoorNames(trx, workspaceId);
}

/** An empty list after a filled one counts only if a second answer, at least this much later, is empty too. */
const emptyStaysMs = 60_000;

async function isDoubtful(
  { workspaceId, connectionId }: Lister,
  { asked, askedAt }: ReadingOrder,
): Promise<boolean> {
  const code: ErrorCode = 'cloud-list-in-doubt';
  const { rows } = await sql<{ doubtful: boolean }>`
    update device_list set asked = ${asked}, tried_at = ${askedAt}, error_code = ${code},
      empty_since = coalesce(empty_since, ${askedAt})
    where workspace_id = ${workspaceId} and connection_id = ${connectionId} and asked <= ${asked}
      and exists (select from connection_channel where workspace_id = ${workspaceId} and connection_id = ${connectionId})
      and (empty_since is null or empty_since > ${askedAt}::timestamptz - make_interval(secs => ${emptyStaysMs / 1_000}))
    returning true as doubtful`.execute(getDb());
  return rows.length > 0;
}

/** One small write without locks on the rows. Null if another list is stored, or the answer to a later request. */
async function touchSame(
  { workspaceId, connectionId }: Lister,
  hash: Buffer,
  { asked, askedAt }: ReadingOrder,
): Promise<Stands | null> {
  const touched = await getDb()
    .updateTable('device_list')
    .set({ read_at: askedAt, tried_at: askedAt, error_code: null, asked, empty_since: null })
    .where('workspace_id', '=', workspaceId)
    .where('connection_id', '=', connectionId)
    .where('content_hash', '=', hash)
    .where('asked', '<=', asked)
    .returning('merge_hash')
    .executeTakeFirst();
  if (!touched) return null;
  return touched.merge_hash ? 'merged' : 'single';
}

/** Keeps the last list with the reason, unless it is the answer to a later request, or the connection was removed. */
export async function recordListFailure(
  lister: Lister,
  code: ErrorCode,
  { asked, askedAt }: ReadingOrder,
): Promise<void> {
  const { workspaceId, connectionId } = lister;
  const tried = { tried_at: askedAt, error_code: code, asked };
  await getDb()
    .transaction()
    .execute(async (trx) => {
      if (!(await claimLister(trx, lister))) return;
      await trx
        .insertInto('device_list')
        .values({ workspace_id: workspaceId, connection_id: connectionId, read_at: null, ...tried })
        .onConflict((on) =>
          on
            .columns(['workspace_id', 'connection_id'])
            .doUpdateSet(tried)
            .where('device_list.asked', '<=', asked),
        )
        .execute();
    });
}
