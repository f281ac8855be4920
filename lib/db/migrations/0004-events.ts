import { type Kysely, sql } from 'kysely';

/**
 * The archive of door events. Workspace and time stand in every key and index, so that the table can later be cut
 * into partitions by time, or spread by workspace, without a rewrite: hence no unique index without `at`, and no
 * foreign keys.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Who or which code, as the cloud wrote it: far fewer than events, so a substring in any script is searched here and
  // not in a million rows. Found by digest, since a name may be longer than an index entry.
  await sql`
    create table event_who (
      workspace_id uuid not null,
      id bigint generated always as identity,
      digest bytea not null,
      account text,
      code_name text,
      folded text not null,
      primary key (workspace_id, id),
      unique (workspace_id, digest)
    )`.execute(db);

  // stream: the channel whose list gave the event, null for the whole door's. place: its place in that list, growing
  // with what is newer; it tells twins apart. channel: the room it is attributed to.
  await sql`
    create table event (
      workspace_id uuid not null,
      at timestamptz not null,
      id bigint generated always as identity,
      gid text not null,
      stream bigint,
      place bigint not null,
      channel bigint,
      attribution text check (attribution in ('stream', 'account', 'code')),
      type bigint not null,
      who_id bigint,
      time_text text not null,
      wall timestamp,
      zone text not null,
      fit text not null check (fit in ('exact', 'skipped', 'repeated', 'invalid')),
      building_name text not null,
      unit_label text,
      archived_at timestamptz not null,
      primary key (workspace_id, at, id)
    )`.execute(db);
  await sql`
    create unique index event_place on event (workspace_id, gid, stream, place, at) nulls not distinct`.execute(
    db,
  );
  await sql`create index event_by_door on event (workspace_id, gid, at, id)`.execute(db);
  await sql`
    create index event_room on event (workspace_id, gid, channel, at, id) where channel is not null`.execute(
    db,
  );
  await sql`create index event_type on event (workspace_id, type, at, id)`.execute(db);
  await sql`
    create index event_by_who on event (workspace_id, who_id, at, id) where who_id is not null`.execute(db);

  // What was found out about one list of events by asking, and how the last reading of it went (readings 2 and 7).
  await sql`
    create table event_stream (
      workspace_id uuid not null,
      gid text not null,
      channel bigint,
      list_order text check (list_order in ('newest-first', 'oldest-first')),
      page_ascending boolean,
      first_record integer,
      page_size integer,
      last_record bigint,
      read_at timestamptz,
      tried_at timestamptz,
      error_code text,
      unique nulls not distinct (workspace_id, gid, channel)
    )`.execute(db);

  // A run of the list in which no event is missing, from place low to place high. reaches_first: nothing is older.
  await sql`
    create table event_stretch (
      workspace_id uuid not null,
      gid text not null,
      channel bigint,
      low bigint not null,
      high bigint not null,
      size bigint not null,
      reaches_first boolean not null default false,
      oldest_at timestamptz not null,
      newest_at timestamptz not null,
      unique nulls not distinct (workspace_id, gid, channel, low)
    )`.execute(db);

  // How a door is asked: as a whole, or room by room where the cloud misses a channel; and when all of it was last read.
  await sql`
    create table event_door (
      workspace_id uuid not null,
      gid text not null,
      manner text not null check (manner in ('door', 'rooms')),
      zone text,
      read_at timestamptz,
      tried_at timestamptz,
      error_code text,
      primary key (workspace_id, gid)
    )`.execute(db);
}
