import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

/** Names of the members who may connect an account of the workspace. */
export async function findKeepers({ workspaceId }: Pick<Scope, 'workspaceId'>): Promise<string[]> {
  const rows = await getDb()
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['member.name', 'membership.grants'])
    .where('membership.workspace_id', '=', workspaceId)
    .orderBy('member.name')
    .execute();
  return rows.filter(({ grants }) => grants.workspace.includes('connections')).map(({ name }) => name);
}

/** Accounts of connections that the cloud refuses for good. */
export async function findParked({ workspaceId }: Pick<Scope, 'workspaceId'>): Promise<string[]> {
  const rows = await getDb()
    .selectFrom('connection')
    .select('account')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'parked')
    .orderBy('account')
    .execute();
  return rows.map(({ account }) => account);
}
