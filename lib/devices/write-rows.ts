import { sql, type Transaction } from 'kysely';
import type { Database } from '@/lib/db/schema';
import { mapPaced } from '@/lib/doordeer/run-paced';
import type { Relation } from '@/lib/doordeer/words';
import type { DoorRow, RoomRow } from './shape-list';

/** `through`: the connections that list it, the leading one first; null: only the workspace's own account. */
export type MergedRow = RoomRow & { through: [connectionId: string, relation: Relation][] | null };

/** Rows of one statement. Serialising more at once would block other work. */
const batch = 2_000;

export function* inBatches<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += batch) yield rows.slice(at, at + batch);
}

export async function markDoorsGone(
  trx: Transaction<Database>,
  workspaceId: string,
  doors: readonly DoorRow[],
): Promise<void> {
  const gids = JSON.stringify(doors.map(({ gid }) => gid));
  await sql`
    update door set present = false
    where workspace_id = ${workspaceId} and present and not exists (
      select from jsonb_array_elements_text(${gids}::jsonb) as listed(gid) where listed.gid = door.gid)`.execute(
    trx,
  );
}

export async function markRoomsGone(
  trx: Transaction<Database>,
  workspaceId: string,
  rooms: readonly MergedRow[],
): Promise<void> {
  const pairs = await mapPaced(rooms, ({ gid, channel }) => JSON.stringify({ gid, channel }));
  await sql`
    update room_channel set present = false
    where workspace_id = ${workspaceId} and present and not exists (
      select from jsonb_to_recordset(${`[${pairs.join(',')}]`}::jsonb) as listed(gid text, channel bigint)
      where listed.gid = room_channel.gid and listed.channel = room_channel.channel)`.execute(trx);
}

export async function writeDoors(
  trx: Transaction<Database>,
  workspaceId: string,
  doors: readonly DoorRow[],
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

export async function writeRooms(
  trx: Transaction<Database>,
  workspaceId: string,
  rooms: readonly MergedRow[],
  readAt: Date,
): Promise<void> {
  await moveRegisters(trx, workspaceId, rooms);
  await keepFormerBuildings(trx, workspaceId, rooms);
  await sql`
    with listed as (
      select * from jsonb_to_recordset(${JSON.stringify(rooms)}::jsonb) as c(gid text, channel bigint,
        building_name text, unit_label text, folded text, order_unit text, order_building text, room_key text,
        relation text, locks jsonb, through jsonb)
    )
    insert into room_channel as known (workspace_id, gid, channel, building_name, unit_label, folded, order_unit,
      order_building, room_key, relation, locks, through, present, read_at)
    select ${workspaceId}, gid, channel, building_name, unit_label, folded, order_unit, order_building, room_key,
      relation, locks, through, true, ${readAt}
    from listed
    on conflict (workspace_id, gid, channel) do update set building_name = excluded.building_name,
      unit_label = excluded.unit_label, folded = excluded.folded, order_unit = excluded.order_unit,
      order_building = excluded.order_building, room_key = excluded.room_key, relation = excluded.relation,
      locks = excluded.locks, through = excluded.through, present = true, read_at = excluded.read_at
    where (known.building_name, known.unit_label, known.folded, known.order_unit, known.order_building,
        known.room_key, known.relation, known.locks, known.through, known.present)
      is distinct from (excluded.building_name, excluded.unit_label, excluded.folded, excluded.order_unit,
        excluded.order_building, excluded.room_key, excluded.relation,
        excluded.locks, excluded.through, true)`.execute(trx);
}

/** If a label begins or ends to repeat at one door, its flat gets another key, and its registers follow. */
async function moveRegisters(
  trx: Transaction<Database>,
  workspaceId: string,
  rooms: readonly MergedRow[],
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

/** The row of a channel is overwritten, and its events stay: they are of the building where the device was. */
async function keepFormerBuildings(
  trx: Transaction<Database>,
  workspaceId: string,
  rooms: readonly MergedRow[],
): Promise<void> {
  await sql`
    insert into former_building (workspace_id, gid, building_name)
    select distinct ${workspaceId}::uuid, before.gid, before.building_name
    from room_channel before join jsonb_to_recordset(${JSON.stringify(rooms)}::jsonb)
      as listed(gid text, channel bigint, building_name text) using (gid, channel)
    where before.workspace_id = ${workspaceId} and before.building_name <> listed.building_name
    on conflict do nothing`.execute(trx);
}
