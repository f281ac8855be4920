import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import { accountMayMaster } from '@/lib/abilities/masters';
import { accountMayShare } from '@/lib/abilities/shares';
import { mayIn, mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import type { Doubt, FoundDoubt } from '@/lib/auth/standing';
import { getDb } from '@/lib/db/client';
import { readStoredChannels } from '@/lib/devices/data';

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

/** `channels`: of all buildings, or of those that the person sees. */
type Reader = Pick<Scope, 'connectionId' | 'grants' | 'channels'>;

function namesFor(scope: Reader, rows: readonly { id: string; account: string }[]): (string | null)[] {
  const named = rows.filter(({ id }) => mayName(scope, id));
  const accounts = [...new Set(named.map(({ account }) => account))];
  return named.length < rows.length ? [...accounts, null] : accounts;
}

/**
 * Whether other pages name the connection's account to this person: the frame names the workspace's own account, and the
 * dialog of a change each account that the change may go through.
 */
function mayName(scope: Reader, connectionId: string): boolean {
  if (connectionId === scope.connectionId || mayInWorkspace(scope, 'connections')) return true;
  return scope.channels.some(({ buildingName, through }) => {
    const via = through?.find((one) => one.connectionId === connectionId);
    if (!via) return false;
    if (accountMayDoorcode(via) && mayIn(scope, buildingName, 'doorcodes')) return true;
    return (accountMayMaster(via) || accountMayShare(via, 'add')) && mayIn(scope, buildingName, 'masters');
  });
}

/** As a person may read it: with the accounts that they may know, and with who can mend it, if they cannot. */
export async function describeDoubt(
  found: FoundDoubt | null,
  { workspaceId, grants }: Pick<Scope, 'workspaceId' | 'grants'>,
): Promise<Doubt | null> {
  if (!found) return null;
  const { member, ...doubt } = found;
  if (!member) return doubt;
  const { ownId, connections, mayMend } = member;
  const isOwn = connections.some(({ id }) => id === ownId);
  const isKnown = mayMend || (isOwn && connections.length === 1);
  const channels = isKnown ? [] : (await readStoredChannels({ workspaceId })).channels;
  const accounts = namesFor({ connectionId: ownId, grants, channels }, connections);
  const keepers = mayMend ? [] : await findKeepers({ workspaceId });
  return { ...doubt, member: { accounts, isOwn, mayMend, keepers } };
}
