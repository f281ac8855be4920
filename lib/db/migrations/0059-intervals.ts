import { type Kysely, sql } from 'kysely';

/**
 * Masters, shares and doorcodes are intervals: what was learnt is not overwritten. A row is known from `first_seen_at`
 * until `gone_at`. It began after `absent_at` and ended after `seen_at`: these are the readings before. What older
 * builds had stored is an interval whose beginning is not known, seen through the workspace's own connection.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // First, because Citus refuses it after a statement that runs on several shards at once.
  await mendTimes(db);
  await sql`
    create table master (
      id uuid not null default gen_random_uuid(),
      workspace_id uuid not null,
      gid text not null,
      channel bigint not null,
      master text,
      absent_at timestamptz,
      first_seen_at timestamptz not null,
      seen_at timestamptz not null,
      gone_at timestamptz,
      origin text not null default 'seen' check (origin in ('seen', 'done')),
      ended_by text check (ended_by in ('seen', 'done')),
      connection_id uuid,
      primary key (workspace_id, id)
    )`.execute(db);
  await sql`create unique index master_current on master (workspace_id, gid, channel) where gone_at is null`.execute(
    db,
  );
  await sql`
    insert into master (workspace_id, gid, channel, master, first_seen_at, seen_at)
    select workspace_id, gid, channel, master, read_at, read_at from master_reading where read_at is not null`.execute(
    db,
  );
  for (const table of ['share', 'doorcode']) {
    await sql`
      alter table ${sql.table(table)}
        add column absent_at timestamptz, add column origin text not null default 'seen',
        add column ended_by text, add column connection_id uuid`.execute(db);
    // Citus adds a column without its check, and a check by its name.
    for (const column of ['origin', 'ended_by'])
      await sql`
        alter table ${sql.table(table)} add constraint ${sql.ref(`${table}_${column}_check`)}
          check (${sql.ref(column)} in ('seen', 'done'))`.execute(db);
    await sql`update ${sql.table(table)} set ended_by = 'seen' where gone_at is not null`.execute(db);
    await sql`alter table ${sql.table(`${table}_reading`)} add column read_before_at timestamptz`.execute(db);
  }
  // Ended intervals are found by channel too.
  for (const table of ['master', 'share'])
    await sql`
      create index ${sql.ref(`${table}_channel`)} on ${sql.table(table)} (workspace_id, gid, channel)`.execute(
      db,
    );
  // Values that a code once had. They held from the version before, or the code's first reading.
  await sql`
    create table doorcode_version (
      id uuid not null default gen_random_uuid(),
      workspace_id uuid not null,
      doorcode_id uuid not null,
      name text not null,
      valid_type integer not null,
      lock_ids jsonb not null,
      usable boolean not null,
      window_unreadable boolean not null,
      seen_at timestamptz not null,
      gone_at timestamptz not null,
      ended_by text not null default 'seen' check (ended_by in ('seen', 'done')),
      primary key (workspace_id, id)
    )`.execute(db);
  await sql`create index doorcode_version_code on doorcode_version (workspace_id, doorcode_id)`.execute(db);
  await nameConnections(db);
}

/** One workspace at a time: connections may be on another node than readings (docs/scaling.md). */
async function nameConnections(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ workspace_id: string; id: string }>`
    select connection.workspace_id, connection.id from connection
    join workspace on workspace.id = connection.workspace_id and workspace.account = connection.account
      and workspace.role = connection.role`.execute(db);
  for (const { workspace_id, id } of rows)
    for (const table of ['master', 'share', 'doorcode'])
      await sql`
        update ${sql.table(table)} set connection_id = ${id} where workspace_id = ${workspace_id}`.execute(
        db,
      );
}

async function mendTimes(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  let definition = rows[0]?.definition ?? '';
  for (const [table, column, next] of [
    ['master', 'absent_at', 'share'],
    ['master', 'first_seen_at', 'share'],
    ['master', 'seen_at', 'share'],
    ['master', 'gone_at', 'share'],
    ['share', 'absent_at', 'share'],
    ['doorcode', 'absent_at', 'doorcode'],
    ['doorcode_version', 'seen_at', 'doorcode'],
    ['doorcode_version', 'gone_at', 'doorcode'],
    ['share_reading', 'read_before_at', 'share'],
    ['doorcode_reading', 'read_before_at', 'doorcode'],
  ]) {
    const before = `('${next}', 'first_seen_at'),`;
    if (!definition.includes(before)) throw new Error(`mend_times_ahead does not name ${next}`);
    definition = definition.replace(before, () => `('${table}', '${column}'), ${before}`);
  }
  await sql.raw(definition).execute(db);
}
