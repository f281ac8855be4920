import { cache } from 'react';
import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import { mayIn, mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ScopeChannel } from '@/lib/devices/channel';
import { readStoredChannels } from '@/lib/devices/data';

/** Whose doorcodes a person finds here. `own`: only those of the account that they signed in with. */
export type Makers = { kind: 'own' } | { kind: 'named'; accounts: readonly string[] } | { kind: 'connected' };

const mostNamed = 3;

/**
 * A member who may not manage connections is told only the accounts that list rooms of theirs: each doorcode there names the
 * account that made it. `rooms`: only the accounts that have doorcodes there.
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
  const told = mayInWorkspace(who, 'connections') ? accounts : await atOwnRooms(who, accounts);
  const isNamed = told.length > 0 && told.length <= mostNamed;
  return isNamed ? { kind: 'named', accounts: told } : { kind: 'connected' };
}

async function atOwnRooms(
  who: Pick<Scope, 'workspaceId' | 'account' | 'grants'>,
  accounts: readonly string[],
): Promise<string[]> {
  const { channels } = await readStoredChannels({ workspaceId: who.workspaceId });
  const found = new Set<string>();
  for (const { buildingName, through } of channels) {
    if (!mayIn(who, buildingName, 'people') && !mayIn(who, buildingName, 'doorcodes')) continue;
    for (const { account } of through ?? [who]) found.add(account);
  }
  return accounts.filter((account) => found.has(account));
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
