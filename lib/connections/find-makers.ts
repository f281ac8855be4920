import { cache } from 'react';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

/** Whose doorcodes a person finds here. `own`: only those of the account that they signed in with. */
export type Makers = { kind: 'own' } | { kind: 'named'; accounts: readonly string[] } | { kind: 'connected' };

const mostNamed = 3;

/** A member who may not manage connections is told no account besides the workspace's own, which the frame names. */
export async function findMakers(
  who: Pick<Scope, 'workspaceId' | 'account' | 'member' | 'grants'>,
): Promise<Makers> {
  const connected = (await readConnected(who.workspaceId)).map(({ account }) => account);
  const accounts = [...new Set([who.account, ...connected])];
  if (accounts.length === 1) return who.member ? { kind: 'named', accounts } : { kind: 'own' };
  const isNamed = accounts.length <= mostNamed && mayInWorkspace(who, 'connections');
  return isNamed ? { kind: 'named', accounts } : { kind: 'connected' };
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
