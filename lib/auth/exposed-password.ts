import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { Role } from '@/lib/doordeer/words';
import type { Member } from './read-person';
import type { Scope } from './scope';

/**
 * Passwords of the vendor's that a removed member knows. A digest of no bytes stands for a password that can no longer
 * be compared, because the vault's key was replaced: the next proven one is taken for it.
 */
export const notComparable = Buffer.alloc(0);

type Proof = { account: string; credential: Buffer };

/**
 * The cloud has just accepted this password of the account. All other passwords of it are worth nothing now, in every
 * workspace: an account has one password.
 */
export async function forgetOldPasswords(db: Db, { account, credential }: Proof): Promise<void> {
  for (const table of ['exposed_password', 'known_password'] as const)
    await db
      .updateTable(table)
      .set({ credential })
      .where('account', '=', account)
      .where('credential', '=', notComparable)
      .modifyEnd(everyWorkspace)
      .execute();
  await db
    .deleteFrom('exposed_password')
    .where('account', '=', account)
    .where('credential', '<>', credential)
    .modifyEnd(everyWorkspace)
    .execute();
  await db
    .deleteFrom('known_password')
    .where('account', '=', account)
    .where('credential', '<>', credential)
    .modifyEnd(everyWorkspace)
    .execute();
  await sql`
    update membership
    set vendor_credential = case when membership.vendor_credential = ${notComparable} then ${credential}::bytea end
    from workspace
    where workspace.id = membership.workspace_id and workspace.account = ${account}
      and membership.vendor_credential <> ${credential}
    ${everyWorkspace}`.execute(db);
}

/** A member has typed this password, and the cloud has accepted it. An account has one password, in all its roles. */
export async function noteKnownPassword(
  db: Db,
  { workspaceId, member }: Pick<Scope, 'workspaceId'> & { member: Pick<Member, 'id'> | null },
  { account, role, credential }: Proof & { role: Role },
): Promise<void> {
  if (!member) return;
  await db
    .insertInto('known_password')
    .values({ workspace_id: workspaceId, member_id: member.id, account, role, credential })
    .onConflict((on) =>
      on.columns(['workspace_id', 'member_id', 'account', 'role']).doUpdateSet({ credential }),
    )
    .execute();
  await sql`
    update membership set knew_password = true from workspace
    where membership.workspace_id = ${workspaceId} and membership.member_id = ${member.id}
      and workspace.id = membership.workspace_id and workspace.account = ${account}`.execute(db);
}

/** Before the membership is deleted, in one transaction with it. Returns the accounts whose password the member leaves with. */
export async function exposePasswords(
  db: Db,
  { workspaceId, memberId, name }: { workspaceId: string; memberId: string; name: string },
): Promise<string[]> {
  await db
    .selectFrom('membership')
    .select('member_id')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .forUpdate()
    .execute();
  const own = await db
    .selectFrom('membership')
    .innerJoin('workspace', 'workspace.id', 'membership.workspace_id')
    .select(['account', 'role', 'vendor_credential as credential'])
    .where('membership.workspace_id', '=', workspaceId)
    .where('membership.member_id', '=', memberId)
    .execute();
  const others = await db
    .selectFrom('known_password')
    .select(['account', 'role', 'credential'])
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .execute();
  const known = [...own, ...others].flatMap(({ credential, ...who }) =>
    credential ? [{ ...who, credential }] : [],
  );
  for (const { account, role, credential } of known)
    await db
      .insertInto('exposed_password')
      .values({ workspace_id: workspaceId, account, role, credential, known_to: name })
      .onConflict((on) =>
        on.columns(['workspace_id', 'account', 'role', 'known_to']).doUpdateSet({ credential }),
      )
      .execute();
  return [...new Set(known.map(({ account }) => account))];
}

const digests = [
  ['exposed_password', 'credential'],
  ['known_password', 'credential'],
  ['membership', 'vendor_credential'],
] as const;

/** After the vault's key was replaced. `next`: the new digest of a password that is still sealed here. */
export async function rotateKnownPasswords(
  db: Db,
  next: (credential: Buffer) => Buffer | undefined,
): Promise<void> {
  for (const [table, column] of digests) {
    const { rows } = await sql<{ credential: Buffer }>`
      select distinct ${sql.ref(column)} as credential from ${sql.table(table)}
      where ${sql.ref(column)} is not null ${everyWorkspace}`.execute(db);
    for (const { credential } of rows)
      await sql`
        update ${sql.table(table)} set ${sql.ref(column)} = ${next(credential) ?? notComparable}
        where ${sql.ref(column)} = ${credential} ${everyWorkspace}`.execute(db);
  }
}

export type ExposedPassword = { account: string; knownTo: string };

/** One for each account and person. It stays until the account has another password. */
export async function loadExposedPasswords({
  workspaceId,
}: Pick<Scope, 'workspaceId'>): Promise<ExposedPassword[]> {
  const rows = await getDb()
    .selectFrom('exposed_password')
    .select(['account', 'known_to'])
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .orderBy('account')
    .orderBy('known_to')
    .execute();
  return rows.map(({ account, known_to: knownTo }) => ({ account, knownTo }));
}
