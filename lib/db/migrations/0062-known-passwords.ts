import { type Kysely, sql } from 'kysely';

/**
 * Which passwords of the vendor's a member has typed here. A membership's own `vendor_credential` is of the workspace's own
 * account; a member can also have connected others.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table known_password (
      workspace_id uuid not null,
      member_id uuid not null,
      account text not null,
      role text not null,
      credential bytea not null,
      primary key (workspace_id, member_id, account, role),
      foreign key (workspace_id, member_id) references membership (workspace_id, member_id) on delete cascade
    )`.execute(db);
  await sql`create index known_password_account on known_password (account)`.execute(db);
  await sql`create index exposed_password_account on exposed_password (account)`.execute(db);
}
