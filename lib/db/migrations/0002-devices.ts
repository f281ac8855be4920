import { type Kysely, sql } from 'kysely';

/** The device list (10002) as it was last read, and what Doordesk itself keeps about buildings and doors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table device_list (
      workspace_id uuid primary key,
      read_at timestamptz,
      tried_at timestamptz not null,
      error_code text
    )`.execute(db);

  // A row outlives its place in the list (present = false): its events and readings stay readable by name.
  await sql`
    create table door (
      workspace_id uuid not null,
      gid text not null,
      kind text not null,
      model text not null,
      building_name text not null,
      timezone integer,
      locks jsonb not null,
      present boolean not null,
      read_at timestamptz not null,
      primary key (workspace_id, gid)
    )`.execute(db);

  // channel is bigint: the document says "int" without a width, and a refused number would lose the whole list.
  await sql`
    create table room_channel (
      workspace_id uuid not null,
      gid text not null,
      channel bigint not null,
      building_name text not null,
      unit_label text not null,
      room_key text not null,
      relation text not null,
      locks jsonb not null,
      present boolean not null,
      read_at timestamptz not null,
      primary key (workspace_id, gid, channel)
    )`.execute(db);
  await sql`create index room_channel_room on room_channel (workspace_id, room_key)`.execute(db);
  await sql`create index room_channel_building on room_channel (workspace_id, building_name)`.execute(db);

  await sql`
    create table building_detail (
      workspace_id uuid not null,
      building_name text not null,
      address text not null default '',
      notes text not null default '',
      zone text,
      updated_at timestamptz not null default now(),
      primary key (workspace_id, building_name)
    )`.execute(db);
  await sql`
    create table door_detail (
      workspace_id uuid not null,
      gid text not null,
      name text not null default '',
      place text not null default '',
      note text not null default '',
      updated_at timestamptz not null default now(),
      primary key (workspace_id, gid)
    )`.execute(db);
}
