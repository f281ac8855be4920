import { type Kysely, sql } from 'kysely';

/**
 * Whether a member has ever used the vendor's password of the workspace. It stays when the password changes: a person who
 * can learn it once may learn it again, and must not approve what a vendor sign-in asks.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table membership add column knew_password boolean not null default false`.execute(db);
  await sql`
    update membership set knew_password = true
    where vendor_credential is not null or exists (
      select from known_password as known
      join workspace on workspace.id = known.workspace_id
        and (workspace.account, workspace.role) = (known.account, known.role)
      where known.workspace_id = membership.workspace_id and known.member_id = membership.member_id)`.execute(
    db,
  );
}
