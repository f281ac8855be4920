import { type Db, getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { retryDeadlock } from '@/lib/db/run-transaction';
import type { Role } from '@/lib/doordeer/words';
import { readDevice, readMemberDevice } from './device-cookie';
import { notComparable, noteKnownPassword } from './exposed-password';
import type { Session } from './session';

/** `cookie`: of the device, as the browser sent it. `device`: the id in it, also of a session. */
type Browser = { cookie: string | undefined; device: string | null };
type Known = { account: string; role: Role; credential: Buffer };

/** One browser counts as one person: members who used it know the password with which it signs in now. */
export async function noteMembersOfBrowser(
  trx: Db,
  { cookie, device }: Browser,
  known: Known,
): Promise<void> {
  if (cookie === undefined) return;
  const members = await trx
    .selectFrom('membership')
    .innerJoin('connection', 'connection.workspace_id', 'membership.workspace_id')
    .select('membership.member_id as id')
    .distinct()
    .where('connection.account', '=', known.account)
    .modifyEnd(everyWorkspace)
    .execute();
  const signedIn = await trx
    .selectFrom('session')
    .select('member_id')
    .where('device', '=', device)
    .where('member_id', 'is not', null)
    .execute();
  const living = new Set(signedIn.map(({ member_id }) => member_id));
  const here = members.filter(({ id }) => living.has(id) || readMemberDevice(cookie, id) !== null);
  for (const { id } of here.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    await noteInWorkspaces(trx, id, known);
}

/** The other order: a member signs in with a browser that has signed in with the vendor's account. */
export async function noteAccountsOfBrowser(
  trx: Db,
  { cookie, device }: Browser,
  memberId: string,
): Promise<void> {
  if (cookie === undefined) return;
  const signedIn = await trx
    .selectFrom('session')
    .innerJoin('workspace', 'workspace.id', 'session.workspace_id')
    .select(['workspace.account', 'workspace.role', 'session.credential'])
    .where('session.device', '=', device)
    .where('session.member_id', 'is', null)
    .execute();
  for (const { account, role, credential } of signedIn)
    if (credential) await noteInWorkspaces(trx, memberId, { account, role, credential });
  const unnoted = await trx
    .selectFrom('membership')
    .innerJoin('workspace', 'workspace.id', 'membership.workspace_id')
    .innerJoin('connection', (join) =>
      join
        .onRef('connection.workspace_id', '=', 'workspace.id')
        .onRef('connection.account', '=', 'workspace.account')
        .onRef('connection.role', '=', 'workspace.role'),
    )
    .select(['workspace.account', 'workspace.role', 'connection.credential', 'connection.state'])
    .where('membership.member_id', '=', memberId)
    .where('knew_password', '=', false)
    .modifyEnd(everyWorkspace)
    .execute();
  // The cookie does not tell which password it was: at most the one that is used now. A removed connection may have had
  // an earlier one.
  for (const { account, role, state, credential } of unnoted) {
    if (readDevice(cookie, account) === null) continue;
    const used = state === 'none' ? null : credential;
    await noteInWorkspaces(trx, memberId, { account, role, credential: used ?? notComparable });
  }
}

/** A sign-in over a living session is by the same person, also where the browser did not send the cookie of its device. */
export async function noteReplacedSession(before: Session, after: Session): Promise<void> {
  const [vendor, member] = before.memberId ? [after, before] : [before, after];
  const { account, role, credential } = vendor;
  if (vendor.memberId || !member.memberId || !credential) return;
  const { memberId } = member;
  await retryDeadlock(() =>
    getDb()
      .transaction()
      .execute((trx) => noteInWorkspaces(trx, memberId, { account, role, credential })),
  );
}

/** In those that use the account. */
async function noteInWorkspaces(trx: Db, memberId: string, known: Known): Promise<void> {
  const held = await trx
    .selectFrom('membership')
    .select('workspace_id as workspaceId')
    .where('member_id', '=', memberId)
    .where((row) =>
      row.exists(
        row
          .selectFrom('connection')
          .select('connection.id')
          .whereRef('connection.workspace_id', '=', 'membership.workspace_id')
          .where('connection.account', '=', known.account),
      ),
    )
    .orderBy('workspace_id')
    // A removal at the same time waits, and then exposes this password too; or it was first.
    .forUpdate()
    .modifyEnd(everyWorkspace)
    .execute();
  for (const { workspaceId } of held)
    await noteKnownPassword(trx, { workspaceId, member: { id: memberId } }, known);
}
