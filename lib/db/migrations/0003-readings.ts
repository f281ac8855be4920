import { type Kysely, sql } from 'kysely';

/**
 * Facts that cost a vendor call per (door, channel): room master, shares, doorcodes; with the moment they were read.
 * A failed or refused reading keeps the last known facts beside the failure.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table master_reading (
      workspace_id uuid not null,
      gid text not null,
      channel bigint not null,
      state text not null check (state in ('ok', 'refused', 'failed')),
      master text,
      error_code text,
      read_at timestamptz,
      tried_at timestamptz not null,
      primary key (workspace_id, gid, channel)
    )`.execute(db);

  for (const table of ['share_reading', 'doorcode_reading']) {
    await sql`
      create table ${sql.table(table)} (
        workspace_id uuid not null,
        gid text not null,
        channel bigint not null,
        state text not null check (state in ('ok', 'refused', 'failed')),
        error_code text,
        read_at timestamptz,
        tried_at timestamptz not null,
        primary key (workspace_id, gid, channel)
      )`.execute(db);
  }

  // One row is one stay on the list, not one person: who comes back gets a new row, so intervals can grow from it.
  await sql`
    create table share (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null,
      gid text not null,
      channel bigint not null,
      sub_master text not null,
      first_seen_at timestamptz not null,
      seen_at timestamptz not null,
      gone_at timestamptz
    )`.execute(db);
  await sql`
    create unique index share_current on share (workspace_id, gid, channel, sub_master) where gone_at is null
  `.execute(db);

  // The wall times are the vendor's own words; the instants are worked out from them and the building's zone.
  await sql`
    create table doorcode (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null,
      gid text not null,
      channel bigint not null,
      digits text not null,
      name text not null,
      valid_type integer not null,
      from_wall text,
      to_wall text,
      from_at timestamptz,
      to_at timestamptz,
      picture_url text not null,
      lock_ids jsonb not null,
      usable boolean not null,
      first_seen_at timestamptz not null,
      seen_at timestamptz not null,
      gone_at timestamptz
    )`.execute(db);
  // Digits alone are not an identity: a cloud that hands eight digits out again keeps the expired code in its list.
  await sql`
    create unique index doorcode_current on doorcode (workspace_id, gid, channel, digits, from_wall, to_wall)
      nulls not distinct where gone_at is null
  `.execute(db);
  await sql`create index doorcode_digits on doorcode (workspace_id, gid, channel, digits)`.execute(db);
  await sql`create index doorcode_recent on doorcode (workspace_id, to_at) where gone_at is null`.execute(db);

  // Who fills a building just now. A lease and not an advisory lock: that would hold one of the pool's few
  // connections for as long as somebody looks, and a building per tab could take them all.
  await sql`
    create table fill_lease (
      workspace_id uuid not null,
      building_name text not null,
      holder uuid not null,
      expires_at timestamptz not null,
      primary key (workspace_id, building_name)
    )`.execute(db);

  // What was found out about a cloud by asking, where the vendor's document is silent. `cloud` is a digest.
  await sql`
    create table cloud_finding (
      cloud text not null,
      name text not null,
      value text not null,
      found_at timestamptz not null default now(),
      primary key (cloud, name)
    )`.execute(db);
}
