import type { Db } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { DeskError } from '@/lib/errors';
import { lockNames } from './find-namesake';
import { oidcSettings } from './oidc-settings';

/**
 * Runs what can take an owner, or the sign-in of one, from these workspaces. A workspace that takes OpenID Connect only keeps
 * an owner who can enter: with none, no member could switch it off again. The caller holds the lock of each roster.
 */
export async function keepEntrance<T>(
  trx: Db,
  workspaceIds: readonly string[],
  run: () => Promise<T>,
): Promise<T> {
  const open: string[] = [];
  // An issuer that was replaced has closed a workspace already. Nothing that happens then is a reason to refuse it.
  for (const id of workspaceIds) if (await hasEntrance(trx, id)) open.push(id);
  const done = await run();
  for (const id of open) await requireEntrance(trx, id);
  return done;
}

/** Throws DeskError `oidc-owner-needed`. */
export async function requireEntrance(trx: Db, workspaceId: string): Promise<void> {
  if (!(await hasEntrance(trx, workspaceId))) throw new DeskError('oidc-owner-needed');
}

async function hasEntrance(trx: Db, workspaceId: string): Promise<boolean> {
  const strict = await listStrict(trx, [workspaceId]);
  if (strict.length === 0) return true;
  const issuer = oidcSettings()?.issuer;
  const members = await trx
    .selectFrom('membership')
    .select(['member_id', 'grants'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  const owners = members.flatMap(({ member_id, grants }) =>
    grants.workspace.includes('members') ? [member_id] : [],
  );
  if (!issuer || owners.length === 0) return false;
  const linked = await trx
    .selectFrom('member_identity')
    .select('member_id')
    .where('member_id', 'in', owners)
    .where('issuer', '=', issuer)
    .limit(1)
    .executeTakeFirst();
  return linked !== undefined;
}

/** Those of these workspaces that take OpenID Connect only. */
export async function listStrict(trx: Db, workspaceIds: readonly string[]): Promise<string[]> {
  if (workspaceIds.length === 0) return [];
  const rows = await trx
    .selectFrom('workspace_setting')
    .select('workspace_id as id')
    .where('workspace_id', 'in', [...workspaceIds])
    .where('oidc_only', '=', true)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Locks the roster of each workspace of a member, and then the member: in the order of those who join. Returns the
 * workspaces. Throws DeskError `conflict` if the member has joined another one meanwhile.
 */
export async function lockRosters(trx: Db, memberId: string): Promise<string[]> {
  const workspaces = async () => {
    const rows = await trx
      .selectFrom('membership')
      .select('workspace_id as id')
      .where('member_id', '=', memberId)
      .orderBy('workspace_id')
      .modifyEnd(everyWorkspace)
      .execute();
    return rows.map(({ id }) => id);
  };
  const locked = await workspaces();
  for (const id of locked) await lockNames(trx, id);
  await trx.selectFrom('member').select('id').where('id', '=', memberId).forUpdate().execute();
  const now = await workspaces();
  if (now.some((id) => !locked.includes(id))) throw new DeskError('conflict');
  return now;
}
