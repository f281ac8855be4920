import { type Kysely, sql } from 'kysely';

/**
 * A workspace can have several connections. Each has a device list of its own, and `door` and `room_channel` are what
 * these lists have in common. Doorcodes and their readings belong to a connection. What older builds stored is of the
 * workspace's own connection.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into connection (workspace_id, account, role)
    select id, account, role from workspace on conflict do nothing`.execute(db);
  await sql`alter table device_list add column connection_id uuid, add column merge_hash bytea`.execute(db);
  await sql`
    create table connection_channel (
      workspace_id uuid not null,
      connection_id uuid not null,
      gid text not null,
      channel bigint not null,
      kind text not null,
      model text not null,
      building_name text not null,
      unit_label text not null,
      relation text not null,
      timezone integer,
      locks jsonb not null,
      primary key (workspace_id, connection_id, gid, channel)
    )`.execute(db);
  // A number takes four bytes of an event, an id sixteen. Events of older builds have none: they are the own account's.
  await sql`alter table connection add column number integer generated always as identity unique`.execute(db);
  await sql`alter table event add column connection integer`.execute(db);
  await sql`alter table room_channel add column through jsonb`.execute(db);
  await sql`alter table doorcode_reading add column connection_id uuid`.execute(db);
  await sql`alter table doorcode_request add column connection_id uuid`.execute(db);
  await sql`alter table event_door add column connection_id uuid`.execute(db);
  await nameOwnConnections(db);
  await sql`alter table device_list alter column connection_id set not null`.execute(db);
  await sql`alter table device_list drop constraint device_list_pkey`.execute(db);
  await sql`
    alter table device_list add constraint device_list_pkey primary key (workspace_id, connection_id)`.execute(
    db,
  );
  // Null: read before connections were known.
  await sql`alter table doorcode_reading drop constraint doorcode_reading_pkey`.execute(db);
  await sql`
    create unique index doorcode_reading_key on doorcode_reading (workspace_id, gid, channel, connection_id)
      nulls not distinct`.execute(db);
  // Two accounts can have codes with the same digits at one door.
  await sql`drop index doorcode_current`.execute(db);
  await sql`
    create unique index doorcode_current
      on doorcode (workspace_id, gid, channel, connection_id, digest, from_wall, to_wall)
      nulls not distinct where gone_at is null`.execute(db);
}

/** One workspace at a time: connections may be on another node than readings (docs/scaling.md). */
async function nameOwnConnections(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ workspace_id: string; id: string }>`
    select connection.workspace_id, connection.id from connection
    join workspace on workspace.id = connection.workspace_id and workspace.account = connection.account
      and workspace.role = connection.role`.execute(db);
  for (const { workspace_id, id } of rows) {
    for (const table of ['device_list', 'doorcode_reading', 'doorcode', 'event_door'])
      await sql`
        update ${sql.table(table)} set connection_id = ${id}
        where workspace_id = ${workspace_id} and connection_id is null`.execute(db);
    await sql`
      insert into connection_channel (workspace_id, connection_id, gid, channel, kind, model, building_name, unit_label,
        relation, timezone, locks)
      select room.workspace_id, ${id}::uuid, room.gid, room.channel, door.kind, door.model, room.building_name,
        room.unit_label, room.relation, door.timezone, room.locks
      from room_channel as room
      join door on door.workspace_id = room.workspace_id and door.gid = room.gid
      where room.workspace_id = ${workspace_id} and room.present`.execute(db);
  }
}
