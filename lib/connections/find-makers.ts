import { cache } from 'react';
import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ScopeChannel } from '@/lib/devices/channel';

/** Whose doorcodes a person finds here. `own`: only those of the account that they signed in with. */
export type Makers = { kind: 'own' } | { kind: 'named'; accounts: readonly string[] } | { kind: 'connected' };

const mostNamed = 3;

/**
 * A member who may not manage connections is told no account besides the workspace's own, which the frame names. `rooms`: only
 * the accounts that have doorcodes there.
 */
export async function findMakers(
  who: Pick<Scope, 'workspaceId' | 'account' | 'member' | 'grants'>,
  rooms: readonly ScopeChannel[] | null = null,
): Promise<Makers> {
  const connected = (await readConnected(who.workspaceId)).map(({ account }) => account);
  const all = [...new Set([who.account, ...connected])];
  const here = rooms && accountsAt(who, rooms);
  const found = here ? all.filter((account) => here.has(account)) : all;
  const accounts = found.length > 0 ? found : all;
  if (accounts.length === 1 && accounts[0] === who.account)
    return who.member ? { kind: 'named', accounts } : { kind: 'own' };
  const isNamed = accounts.length <= mostNamed && mayInWorkspace(who, 'connections');
  return isNamed ? { kind: 'named', accounts } : { kind: 'connected' };
}

function accountsAt({ account }: Pick<Scope, 'account'>, rooms: readonly ScopeChannel[]): Set<string> {
  return new Set(
    rooms.flatMap(({ through }) =>
      through ? through.filter(accountMayDoorcode).map((via) => via.account) : [account],
    ),
  );
}

/** Cached, because the frame and its page both ask. */
const readConnected = cache(async (workspaceId: string) =>
  getDb()
    .selectFrom('connection')
    .select(['account', 'state'])
    .where('workspace_id', '=', workspaceId)
    .where('state', '<>', 'none')
    .orderBy('account')
    .execute(),
);

/** Changes can go through the account now. */
export async function isConnected(workspaceId: string, account: string): Promise<boolean> {
  const connected = await readConnected(workspaceId);
  return connected.some((one) => one.account === account && one.state === 'connected');
}
