import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import { accountMayMaster } from '@/lib/abilities/masters';
import { accountMayShare } from '@/lib/abilities/shares';
import { mayIn, mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import type { Doubt } from '@/lib/auth/standing';
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

/**
 * Accounts of connections that wait for a person: the cloud refuses their password for good, or a person paused them. All that
 * this person may not know by name are one null, at the end: another building's account, or how many there are, must not show.
 */
export async function findStopped(
  scope: Scope,
): Promise<{ parked: (string | null)[]; paused: (string | null)[] }> {
  const rows = await getDb()
    .selectFrom('connection')
    .select(['id', 'account', 'state'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('state', 'in', ['parked', 'paused'])
    .orderBy('account')
    .execute();
  const namesOf = (state: 'parked' | 'paused') =>
    namesFor(
      scope,
      rows.filter((row) => row.state === state),
    );
  return { parked: namesOf('parked'), paused: namesOf('paused') };
}

function namesFor(scope: Scope, rows: readonly { id: string; account: string }[]): (string | null)[] {
  const named = rows.filter(({ id }) => mayName(scope, id));
  const accounts = [...new Set(named.map(({ account }) => account))];
  return named.length < rows.length ? [...accounts, null] : accounts;
}

/**
 * Whether other pages name the connection's account to this person: the frame names the workspace's own account, and the
 * dialog of a change each account that the change may go through.
 */
function mayName(scope: Scope, connectionId: string): boolean {
  if (connectionId === scope.connectionId || mayInWorkspace(scope, 'connections')) return true;
  return scope.channels.some(({ buildingName, through }) => {
    const via = through?.find((one) => one.connectionId === connectionId);
    if (!via) return false;
    if (accountMayDoorcode(via) && mayIn(scope, buildingName, 'doorcodes')) return true;
    return (accountMayMaster(via) || accountMayShare(via, 'add')) && mayIn(scope, buildingName, 'masters');
  });
}

/** With the names of who can mend it, for a member who cannot. */
export async function withKeepers(
  doubt: Doubt | null,
  of: Pick<Scope, 'workspaceId'>,
): Promise<Doubt | null> {
  if (!doubt?.member || doubt.member.mayMend) return doubt;
  return { ...doubt, member: { ...doubt.member, keepers: await findKeepers(of) } };
}
