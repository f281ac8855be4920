import { connectOwn } from '../auth/connection';
import { callerOf } from '../auth/scope';
import { getDb } from '../db/client';
import { buildingCapabilities, type Grants } from '../db/tables/members';
import type { Simulator } from '../simulator/start-simulator';
import { memberIn, type SignedInMember } from './member';
import { type SignedIn, signInAs } from './scope';

const everything: Grants = {
  workspace: ['approve', 'connections', 'members', 'settings'],
  everywhere: [...buildingCapabilities],
  buildings: [],
};

export type Office = {
  vendor: SignedIn;
  /** Both may do everything. */
  ann: SignedInMember;
  ben: SignedInMember;
  /** May approve, and sees only the first building. */
  cleo: SignedInMember;
  /** Sees everything, and may not approve. */
  dan: SignedInMember;
  first: string;
};

/** A connected workspace in which things wait for a second member. All have just shown who they are. */
export async function openOffice(simulator: Simulator, { above = 2 } = {}): Promise<Office> {
  const { account, password } = simulator.accounts.manager;
  const vendor = await signInAs(account, password, 'manager');
  await connectOwn(getDb(), callerOf(vendor.scope));
  const { workspaceId } = vendor.scope;
  const first = vendor.scope.channels[0]?.buildingName ?? '';
  await getDb()
    .insertInto('workspace_setting')
    .values({ workspace_id: workspaceId, second_approval: true, approval_above: above })
    .onConflict((on) =>
      on.column('workspace_id').doUpdateSet({ second_approval: true, approval_above: above }),
    )
    .execute();
  const office = {
    vendor,
    ann: await memberIn({ workspaceId, name: 'Ann', grants: everything }),
    ben: await memberIn({ workspaceId, name: 'Ben', grants: everything }),
    cleo: await memberIn({
      workspaceId,
      name: 'Cleo',
      grants: { workspace: ['approve'], buildings: [{ name: first, capabilities: ['people'] }] },
    }),
    dan: await memberIn({ workspaceId, name: 'Dan', grants: { ...everything, workspace: ['connections'] } }),
    first,
  };
  await getDb().updateTable('session').set({ reauthenticated_at: new Date() }).execute();
  return office;
}

/** There are no members any more, and nothing waits. */
export async function closeOffice(): Promise<void> {
  for (const table of ['approval', 'job', 'session', 'membership', 'member', 'workspace_setting'] as const)
    await getDb().deleteFrom(table).execute();
}
