import { type Kysely, sql } from 'kysely';

/**
 * The cloud may refuse an account in one role only. A doubt is about password and role, and has a next check also after it
 * is settled: each old one becomes one for each role in which the password is held.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table credential_doubt add column role text`.execute(db);
  await sql`alter table credential_doubt drop constraint credential_doubt_pkey`.execute(db);
  await sql`
    insert into credential_doubt
      (credential, role, workspace_id, state, since, by_sign, refused_checks, checked_at, next_check_at)
    select doubt.credential, holder.role, doubt.workspace_id, doubt.state, doubt.since, doubt.by_sign,
      doubt.refused_checks, doubt.checked_at, doubt.next_check_at
    from credential_doubt as doubt
    join (
      select credential, role from connection where credential is not null
      union
      select session.credential, workspace.role from session join workspace on workspace.id = session.workspace_id
    ) as holder on holder.credential = doubt.credential
    where doubt.role is null`.execute(db);
  await sql`
    update credential_doubt as doubt set role = workspace.role from workspace
    where doubt.role is null and workspace.id = doubt.workspace_id
      and not exists (
        select from credential_doubt as kept where kept.credential = doubt.credential and kept.role is not null)`.execute(
    db,
  );
  await sql`delete from credential_doubt where role is null`.execute(db);
  await sql`
    update credential_doubt set next_check_at = clock_timestamp() where state <> 'accepted' and next_check_at is null`.execute(
    db,
  );
  await sql`alter table credential_doubt alter column role set not null, add primary key (credential, role)`.execute(
    db,
  );
}
