import { refuseSpent } from '@/lib/abilities/approvals/requests';
import { changesSharedRights, refuseUnapproved } from '@/lib/abilities/approvals/rule';
import { withdrawAbout } from '@/lib/abilities/approvals/withdraw-about';
import { type Claimant, claimCapability } from '@/lib/auth/claim-capability';
import { exposePasswords } from '@/lib/auth/exposed-password';
import { coversGrants } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { endSessions } from '@/lib/auth/session';
import { type Db, getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { Grants } from '@/lib/db/tables/members';
import { DeskError, type ErrorCode, isDeskError } from '@/lib/errors';
import { keepEntrance } from '../keep-entrance';
import { createLink, revokeLinks } from '../one-time-link';
import { type StoppedWork, stopMemberWork, stopWorkBeyond } from './stop-member-work';

type Held = { id: string; name: string; email: string | null; grants: Grants };

/** The workspace's members, while no other change of them can happen. `own`: null for the vendor sign-in, which has all. */
type Roster = { members: Held[]; own: Grants | null };

/**
 * Changes of the members of a workspace happen one after another, and each looks again at what its actor may do: two owners
 * can remove each other at the same moment.
 */
export function changeRoster<T>(actor: Claimant, run: (trx: Db, roster: Roster) => Promise<T>): Promise<T> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const own = await claimCapability(trx, actor, 'members');
      const members = await rosterOf(trx, actor.workspaceId).forUpdate('membership').execute();
      return keepEntrance(trx, [actor.workspaceId], () => run(trx, { members, own }));
    });
}

function rosterOf(db: Db, workspaceId: string) {
  return db
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['member.id', 'member.name', 'member.email', 'membership.grants'])
    .where('membership.workspace_id', '=', workspaceId)
    .orderBy('member.id');
}

/** No one changes a member who may do more than themselves. */
function heldOf({ members, own }: Roster, id: string): Held {
  const held = members.find((one) => one.id === id);
  if (!held) throw new DeskError('not-found');
  if (!coversGrants(own, held.grants)) throw new DeskError('beyond-own');
  return held;
}

const owns = ({ grants }: { grants: Grants }) => grants.workspace.includes('members');

/**
 * The vendor sign-in is an owner itself, so it may remove the last one: it is refused when the workspace is closed to it, and
 * then it has no session.
 */
function keepOwner(scope: Pick<Scope, 'member'>, { members }: Roster, after: Held[]): void {
  if (scope.member && members.some(owns) && !after.some(owns)) throw new DeskError('last-owner');
}

/** Otherwise one owner could end the second pair of eyes by removing those who look. */
async function keepApprovers(
  trx: Db,
  workspaceId: string,
  { members }: Roster,
  after: Held[],
): Promise<void> {
  const count = (all: Held[]) => all.filter(({ grants }) => grants.workspace.includes('approve')).length;
  if (count(after) >= 2 || count(after) === count(members)) return;
  const setting = await trx
    .selectFrom('workspace_setting')
    .select('second_approval')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (setting?.second_approval) throw new DeskError('approvers-needed');
}

export async function invite(
  scope: Scope,
  { name, email, grants }: { name: string; email: string | null; grants: Grants },
  { approved }: { approved: boolean },
): Promise<{ token: string; expiresAt: Date }> {
  return changeRoster(scope, async (trx, { own }) => {
    await refuseUnapproved(trx, scope.workspaceId, approved);
    if (!coversGrants(own, grants)) throw new DeskError('beyond-own');
    return createLink(trx, {
      purpose: 'invitation',
      workspaceId: scope.workspaceId,
      name,
      email,
      grants,
      madeBy: scope.actor,
      madeByMember: scope.member?.id ?? null,
    });
  });
}

/**
 * Why the member cannot get these rights, or be removed (null), as things stand: said before a second member is asked. The
 * change itself looks again.
 */
export async function obstacleTo(
  scope: Scope,
  { id, grants }: { id: string; grants: Grants | null },
): Promise<ErrorCode | null> {
  const members = await rosterOf(getDb(), scope.workspaceId).execute();
  const roster = { members, own: scope.grants };
  try {
    heldOf(roster, id);
    if (grants && !coversGrants(roster.own, grants)) throw new DeskError('beyond-own');
    const after = members.flatMap((one) => (one.id !== id ? [one] : grants ? [{ ...one, grants }] : []));
    keepOwner(scope, roster, after);
    await keepApprovers(getDb(), scope.workspaceId, roster, after);
    return null;
  } catch (error) {
    if (!isDeskError(error)) throw error;
    return error.code;
  }
}

/** Returns the member's name, and how much of what they ordered was stopped. */
export function changeGrants(
  scope: Scope,
  { id, grants }: { id: string; grants: Grants },
  { approved }: { approved: boolean },
): Promise<{ name: string; stopped: StoppedWork }> {
  return changeRoster(scope, async (trx, roster) => {
    const held = heldOf(roster, id);
    if (changesSharedRights(held.grants, grants)) await refuseUnapproved(trx, scope.workspaceId, approved);
    if (approved) await refuseSpent(trx, scope, { verb: 'members.change', about: id });
    if (!coversGrants(roster.own, grants)) throw new DeskError('beyond-own');
    const after = roster.members.map((one) => (one.id === id ? { ...one, grants } : one));
    keepOwner(scope, roster, after);
    await keepApprovers(trx, scope.workspaceId, roster, after);
    const stored = trx
      .updateTable('membership')
      .set({ grants: JSON.stringify(grants) })
      .where('workspace_id', '=', scope.workspaceId)
      .where('member_id', '=', id);
    const change = () => stored.execute();
    const stopped = await stopWorkBeyond(trx, scope.workspaceId, { memberId: id, grants, change });
    await revokeLinksBeyond(trx, scope.workspaceId, { madeBy: id, grants, members: after });
    await revokeRecovery(trx, scope.workspaceId, id);
    // What was approved was about a member with other rights: a recovery link, or a removal.
    await withdrawAbout(trx, scope.workspaceId, id, { mayStill: grants });
    return { name: held.name, stopped };
  });
}

/** Returns the member's name, how many sessions ended, what was stopped, and the vendor accounts whose password the member knows. */
export function removeMember(
  scope: Scope,
  id: string,
  { approved }: { approved: boolean },
): Promise<{ name: string; ended: number; exposed: string[]; stopped: StoppedWork }> {
  const { workspaceId } = scope;
  return changeRoster(scope, async (trx, roster) => {
    const { name, grants } = heldOf(roster, id);
    if (changesSharedRights(grants, null)) await refuseUnapproved(trx, workspaceId, approved);
    if (approved) await refuseSpent(trx, scope, { verb: 'members.remove', about: id });
    const after = roster.members.filter((one) => one.id !== id);
    keepOwner(scope, roster, after);
    await keepApprovers(trx, workspaceId, roster, after);
    const exposed = await exposePasswords(trx, { workspaceId, memberId: id, name });
    await revokeLinks(trx, workspaceId, (link) =>
      link.or([link('made_by_member', '=', id), link('member_id', '=', id)]),
    );
    await trx
      .deleteFrom('membership')
      .where('workspace_id', '=', workspaceId)
      .where('member_id', '=', id)
      .execute();
    const sessions = await trx
      .selectFrom('session')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('member_id', '=', id)
      .execute();
    const ended = await endSessions(trx, { ids: sessions.map((one) => one.id), reason: 'removed' });
    const { stopped, record } = await stopMemberWork(trx, workspaceId, id);
    await withdrawAbout(trx, workspaceId, id, { mayStill: null });
    await record();
    return { name, ended, exposed, stopped };
  });
}

/** Who may do less from now on could otherwise come back with more by a link that they made before. */
async function revokeLinksBeyond(
  trx: Db,
  workspaceId: string,
  { madeBy, grants, members }: { madeBy: string; grants: Grants; members: Held[] },
): Promise<void> {
  const open = await trx
    .selectFrom('member_link')
    .select(['id', 'member_id', 'grants'])
    .where('workspace_id', '=', workspaceId)
    .where('made_by_member', '=', madeBy)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
  const beyond = open.filter(({ member_id, grants: given }) => {
    const opens = member_id ? members.find(({ id }) => id === member_id)?.grants : given;
    return !grants.workspace.includes('members') || (opens && !coversGrants(grants, opens));
  });
  if (beyond.length === 0) return;
  const ids = beyond.map(({ id }) => id);
  await revokeLinks(trx, workspaceId, (link) => link('id', 'in', ids));
}

/** Returns the name of the person who was invited. */
export function revokeInvitation(scope: Scope, id: string): Promise<{ name: string }> {
  const { workspaceId } = scope;
  return changeRoster(scope, async (trx, { own }) => {
    const link = await trx
      .selectFrom('member_link')
      .select(['name', 'grants', 'used_at', 'revoked_at'])
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('purpose', '=', 'invitation')
      .forUpdate()
      .executeTakeFirst();
    if (!link) throw new DeskError('not-found');
    if (!coversGrants(own, link.grants)) throw new DeskError('beyond-own');
    if (link.used_at || link.revoked_at) throw new DeskError('conflict');
    await revokeLinks(trx, workspaceId, (one) => one('id', '=', id));
    return { name: link.name };
  });
}

/**
 * The link opens all that the member may do. In another workspace that is not this owner's to give: see
 * `accept-invitation.ts`, which looks again. Earlier recovery links of the member end.
 */
export function makeRecoveryLink(
  scope: Scope,
  id: string,
  { approved }: { approved: boolean },
): Promise<{ name: string; token: string; expiresAt: Date }> {
  const { workspaceId, member } = scope;
  return changeRoster(scope, async (trx, roster) => {
    await refuseUnapproved(trx, workspaceId, approved);
    if (approved) await refuseSpent(trx, scope, { verb: 'members.recover', about: id });
    const held = heldOf(roster, id);
    if (await worksElsewhere(trx, { id, workspaceId })) throw new DeskError('recovery-elsewhere');
    await revokeRecovery(trx, workspaceId, id);
    const { token, expiresAt } = await createLink(trx, {
      purpose: 'recovery',
      workspaceId,
      memberId: id,
      name: held.name,
      email: held.email,
      madeBy: scope.actor,
      madeByMember: member?.id ?? null,
    });
    return { name: held.name, token, expiresAt };
  });
}

/** Returns the member's name. `conflict`: no link of theirs can be used any more. */
export function endRecoveryLink(scope: Scope, id: string): Promise<{ name: string }> {
  return changeRoster(scope, async (trx, roster) => {
    const { name } = heldOf(roster, id);
    if ((await revokeRecovery(trx, scope.workspaceId, id)) === 0) throw new DeskError('conflict');
    return { name };
  });
}

/** It would open what the member may do when it is used, which can be more than when it was made. */
function revokeRecovery(trx: Db, workspaceId: string, memberId: string): Promise<number> {
  return revokeLinks(trx, workspaceId, (link) =>
    link.and([link('member_id', '=', memberId), link('purpose', '=', 'recovery')]),
  );
}

async function worksElsewhere(
  trx: Db,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<boolean> {
  const other = await trx
    .selectFrom('membership')
    .select('workspace_id')
    .where('member_id', '=', id)
    .where('workspace_id', '<>', workspaceId)
    .limit(1)
    .modifyEnd(everyWorkspace)
    .executeTakeFirst();
  return other !== undefined;
}
