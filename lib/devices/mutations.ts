import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { ReadingOrder } from '@/lib/db/draw-reading-order';
import type { Database } from '@/lib/db/schema';
import { lockByName } from '@/lib/db/transaction-lock';
import { mapPaced, sortPaced } from '@/lib/doordeer/run-paced';
import type { Channel, Lock, Relation } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { roomTextKeys } from '@/lib/text/stored-keys';
import { readStoredChannels, type StoredChannels, sortedOut } from './data';
import { roomKeys } from './room-key';
import { storableName, storableText } from './storable-text';
import { writeDefaultDoorNames } from './write-door-names';

/**
 * Stores the device list (10002), and returns the list that now counts. Channels that are not listed stay as
 * `present = false`. Passwords never reach the database. With `skipped` entries nothing is marked as gone, because
 * it may be one of them.
 */
export async function storeChannels(
  workspaceId: string,
  { channels: listed, skipped = 0, asked, askedAt: readAt }: AnsweredList,
): Promise<StoredChannels> {
  const whole = skipped === 0;
  const trouble: ErrorCode | null = whole ? null : 'cloud-nonsense';
  // In slices: a list of megabytes must not block other requests.
  const channels = await withoutRepeats(await mapPaced(listed, storable));
  const keys = await roomKeys(channels);
  const rooms = await mapPaced(channels, (channel) => ({
    gid: channel.gid,
    channel: channel.channel,
    building_name: channel.buildingName,
    unit_label: channel.unitLabel,
    ...roomTextKeys({ building_name: channel.buildingName, unit_label: channel.unitLabel }),
    room_key: keys.get(channel) ?? '',
    relation: channel.relation,
    locks: channel.locks,
  }));

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
  if (channels.length === 0 && whole && (await isDoubtful(workspaceId, { asked, askedAt: readAt })))
    return readStoredChannels(workspaceId);
  const stands =
    (contentHash && (await touchSame(workspaceId, contentHash, { asked, askedAt: readAt }))) ||
    (await writeList(workspaceId, { doors, rooms, standing }));
  // The stored list is of a later request, or this one has gaps. Then the stored list counts.
  if (!stands || !whole) return readStoredChannels(workspaceId);
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
  return { ...(await sortedOut(entries)), readAt, triedAt: readAt, errorCode: null };
}

export type AnsweredList = ReadingOrder & { channels: readonly Channel[]; skipped?: number };

type Rows = {
  doors: readonly Awaited<ReturnType<typeof doorsOf>>[number][];
  rooms: readonly { gid: string; channel: number }[];
  standing: {
    read_at: Date;
    tried_at: Date;
    error_code: ErrorCode | null;
    content_hash: Buffer | null;
    asked: number;
    empty_since: null;
  };
};

/** Returns false and writes nothing if the stored list is of a later request. */
async function writeList(workspaceId: string, { doors, rooms, standing }: Rows): Promise<boolean> {
  const { read_at: readAt } = standing;
  const whole = standing.content_hash !== null;
  return getDb()
    .transaction()
    .execute(async (trx) => {
      // Two sign-ins at once would otherwise lock the same rows in different orders.
      await lockByName(trx, `device-list:${workspaceId}`);
      const kept = await trx
        .selectFrom('device_list')
        .select('asked')
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      if (kept && kept.asked > standing.asked) return false;
      // Rows that did not change are not written: mostly nothing has changed, and a page may be waiting.
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
      await trx
        .insertInto('device_list')
        .values({ workspace_id: workspaceId, ...standing })
        .onConflict((on) => on.column('workspace_id').doUpdateSet(standing))
        .execute();
      return true;
    });
}

/** Rows of one statement. Serialising more at once would block other work. */
const batch = 2_000;

function* inBatches<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += batch) yield rows.slice(at, at + batch);
}

async function markDoorsGone(
  trx: Transaction<Database>,
  workspaceId: string,
  doors: Rows['doors'],
): Promise<void> {
  const gids = JSON.stringify(doors.map(({ gid }) => gid));
  await sql`
    update door set present = false
    where workspace_id = ${workspaceId} and present and not exists (
      select from jsonb_array_elements_text(${gids}::jsonb) as listed(gid) where listed.gid = door.gid)`.execute(
    trx,
  );
}

async function markRoomsGone(
  trx: Transaction<Database>,
  workspaceId: string,
  rooms: Rows['rooms'],
): Promise<void> {
  const pairs = await mapPaced(rooms, ({ gid, channel }) => JSON.stringify({ gid, channel }));
  await sql`
    update room_channel set present = false
    where workspace_id = ${workspaceId} and present and not exists (
      select from jsonb_to_recordset(${`[${pairs.join(',')}]`}::jsonb) as listed(gid text, channel bigint)
      where listed.gid = room_channel.gid and listed.channel = room_channel.channel)`.execute(trx);
}

async function writeDoors(
  trx: Transaction<Database>,
  workspaceId: string,
  doors: Rows['doors'],
  readAt: Date,
): Promise<void> {
  await sql`
    with listed as (
      select * from jsonb_to_recordset(${JSON.stringify(doors)}::jsonb)
        as d(gid text, kind text, model text, building_name text, timezone int, locks jsonb)
    )
    insert into door as known (workspace_id, gid, kind, model, building_name, timezone, locks, present, read_at)
    select ${workspaceId}, gid, kind, model, building_name, timezone, locks, true, ${readAt} from listed
    on conflict (workspace_id, gid) do update set kind = excluded.kind, model = excluded.model,
      building_name = excluded.building_name, timezone = excluded.timezone, locks = excluded.locks,
      present = true, read_at = excluded.read_at
    where (known.kind, known.model, known.building_name, known.timezone, known.locks, known.present)
      is distinct from (excluded.kind, excluded.model, excluded.building_name, excluded.timezone,
        excluded.locks, true)`.execute(trx);
}

async function writeRooms(
  trx: Transaction<Database>,
  workspaceId: string,
  rooms: Rows['rooms'],
  readAt: Date,
): Promise<void> {
  await moveRegisters(trx, workspaceId, rooms);
  await sql`
    with listed as (
      select * from jsonb_to_recordset(${JSON.stringify(rooms)}::jsonb) as c(gid text, channel bigint,
        building_name text, unit_label text, folded text, order_unit text, order_building text, room_key text,
        relation text, locks jsonb)
    )
    insert into room_channel as known (workspace_id, gid, channel, building_name, unit_label, folded, order_unit,
      order_building, room_key, relation, locks, present, read_at)
    select ${workspaceId}, gid, channel, building_name, unit_label, folded, order_unit, order_building, room_key,
      relation, locks, true, ${readAt}
    from listed
    on conflict (workspace_id, gid, channel) do update set building_name = excluded.building_name,
      unit_label = excluded.unit_label, folded = excluded.folded, order_unit = excluded.order_unit,
      order_building = excluded.order_building, room_key = excluded.room_key, relation = excluded.relation,
      locks = excluded.locks, present = true, read_at = excluded.read_at
    where (known.building_name, known.unit_label, known.folded, known.order_unit, known.order_building,
        known.room_key, known.relation, known.locks, known.present)
      is distinct from (excluded.building_name, excluded.unit_label, excluded.folded, excluded.order_unit,
        excluded.order_building, excluded.room_key, excluded.relation,
        excluded.locks, true)`.execute(trx);
}

/** If a label begins or ends to repeat at one door, its flat gets another key, and its registers follow. */
async function moveRegisters(
  trx: Transaction<Database>,
  workspaceId: string,
  rooms: Rows['rooms'],
): Promise<void> {
  const { rows: moved } = await sql<{ old_key: string; new_key: string }>`
    select distinct on (before.room_key) before.room_key as old_key, listed.room_key as new_key
    from room_channel before join jsonb_to_recordset(${JSON.stringify(rooms)}::jsonb)
      as listed(gid text, channel bigint, building_name text, unit_label text, room_key text) using (gid, channel)
    where before.workspace_id = ${workspaceId} and before.room_key <> listed.room_key
      and (before.building_name, before.unit_label) = (listed.building_name, listed.unit_label)
    order by before.room_key, before.present desc, gid, channel`.execute(trx);
  if (moved.length === 0) return;
  const keys = sql`unnest(${moved.map(({ old_key }) => old_key)}::text[],
    ${moved.map(({ new_key }) => new_key)}::text[]) as moved (old_key, new_key)`;
  for (const register of ['person', 'handed_key'])
    await sql`
      update ${sql.table(register)} set room_key = new_key from ${keys}
      where workspace_id = ${workspaceId} and room_key = old_key`.execute(trx);
}

/** An empty list after a filled one counts only if a second answer, at least this much later, is empty too. */
const emptyStaysMs = 60_000;

async function isDoubtful(workspaceId: string, { asked, askedAt }: ReadingOrder): Promise<boolean> {
  const code: ErrorCode = 'cloud-list-in-doubt';
  const { rows } = await sql<{ doubtful: boolean }>`
    update device_list set asked = ${asked}, tried_at = ${askedAt}, error_code = ${code},
      empty_since = coalesce(empty_since, ${askedAt})
    where workspace_id = ${workspaceId} and asked <= ${asked}
      and exists (select from room_channel where workspace_id = ${workspaceId} and present)
      and (empty_since is null or empty_since > ${askedAt}::timestamptz - make_interval(secs => ${emptyStaysMs / 1_000}))
    returning true as doubtful`.execute(getDb());
  return rows.length > 0;
}

/** One small write without locks on the rows. False if another list is stored, or the answer to a later request. */
async function touchSame(
  workspaceId: string,
  hash: Buffer,
  { asked, askedAt }: ReadingOrder,
): Promise<boolean> {
  const touched = await getDb()
    .updateTable('device_list')
    .set({ read_at: askedAt, tried_at: askedAt, error_code: null, asked, empty_since: null })
    .where('workspace_id', '=', workspaceId)
    .where('content_hash', '=', hash)
    .where('asked', '<=', asked)
    .executeTakeFirst();
  return touched.numUpdatedRows > 0n;
}

/** Adds up row digests: a cloud may list rooms in any order, and sorting a long list takes longer than one slice. */
async function hashOf(doors: readonly object[], rooms: readonly object[]): Promise<Buffer> {
  const sum = new BigUint64Array(4);
  const add = (row: object) => {
    const digest = createHash('sha256').update(JSON.stringify(row)).digest();
    for (const at of sum.keys()) sum[at] = (sum[at] ?? 0n) + digest.readBigUInt64LE(at * 8);
  };
  await mapPaced(doors, add);
  await mapPaced(rooms, add);
  return Buffer.from(sum.buffer);
}

/** Keeps the last list with the reason, unless it is the answer to a later request. */
export async function recordListFailure(
  workspaceId: string,
  code: ErrorCode,
  { asked, askedAt }: ReadingOrder,
): Promise<void> {
  const tried = { tried_at: askedAt, error_code: code, asked };
  await getDb()
    .insertInto('device_list')
    .values({ workspace_id: workspaceId, read_at: null, ...tried })
    .onConflict((on) => on.column('workspace_id').doUpdateSet(tried).where('device_list.asked', '<=', asked))
    .execute();
}

type Storable = Omit<Channel, 'devicePassword' | 'fixedPassword'>;

/** Names each field, so that a new field of the vendor, or a secret, cannot slip in. */
function storable(channel: Channel): Storable {
  return {
    gid: storableText(channel.gid),
    channel: channel.channel,
    kind: channel.kind,
    model: storableText(channel.model),
    buildingName: storableName(channel.buildingName),
    unitLabel: storableName(channel.unitLabel),
    relation: channel.relation,
    locks: channel.locks.map((lock) => ({ id: storableText(lock.id), alias: storableText(lock.alias) })),
    timezone: channel.timezone === null ? null : clamp(channel.timezone),
  };
}

function clamp(timezone: number): number {
  return Math.max(-100_000, Math.min(100_000, Math.round(timezone)));
}

/** The cloud may list a pair twice, as landlord and as master. It becomes one channel with both relations and all locks. */
async function withoutRepeats(channels: Storable[]): Promise<Storable[]> {
  const byPair = new Map<string, Storable>();
  await mapPaced(channels, (channel) => {
    const pair = JSON.stringify([channel.gid, channel.channel]);
    const known = byPair.get(pair);
    byPair.set(
      pair,
      known
        ? {
            ...known,
            relation: strongest(known.relation, channel.relation),
            locks: unionOfLocks(known.locks, channel.locks),
          }
        : channel,
    );
  });
  return [...byPair.values()];
}

function strongest(one: Relation, other: Relation): Relation {
  const both = new Set([one, other]);
  if (both.has('landlord-and-master') || (both.has('landlord') && both.has('master')))
    return 'landlord-and-master';
  return (['landlord', 'master', 'sub-master'] as const).find((relation) => both.has(relation)) ?? 'other';
}

async function doorsOf(channels: Storable[]) {
  const doors = new Map<string, { channel: Storable; locks: Lock[] }>();
  await mapPaced(channels, (channel) => {
    const known = doors.get(channel.gid);
    doors.set(channel.gid, {
      channel: known?.channel ?? channel,
      locks: unionOfLocks(known?.locks ?? [], channel.locks),
    });
  });
  return [...doors.values()].map(({ channel, locks }) => ({
    gid: channel.gid,
    kind: channel.kind,
    model: channel.model,
    building_name: channel.buildingName,
    timezone: channel.timezone,
    locks,
  }));
}

function unionOfLocks(one: readonly Lock[], other: readonly Lock[]): Lock[] {
  const byId = new Map<string, Lock>();
  for (const lock of [...one, ...other]) if (!byId.get(lock.id)?.alias) byId.set(lock.id, lock);
  return [...byId.values()];
}
