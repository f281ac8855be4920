import { sql } from 'kysely';
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
 * A member who may not manage connections learns only the accounts that list rooms of theirs: each doorcode there names the
 * account that made it. Removed connections count while codes of theirs are listed: those are not read any more, but may open.
 * `rooms`: only the accounts that have doorcodes there.
 */
export async function findMakers(
  who: Pick<Scope, 'workspaceId' | 'account' | 'member' | 'grants'>,
  rooms: readonly ScopeChannel[] | null = null,
): Promise<Makers> {
  const rows = await readConnections(who.workspaceId);
  const connected = rows.flatMap(({ account, state }) => (state === 'none' ? [] : [account]));
  const isLeft = rows.some(({ account, state }) => state === 'none' && account !== who.account);
  const left = isLeft ? await readLeft(who.workspaceId, who.account) : [];
  const gone = accountsLeft(who, left, rooms);
  const all = [...new Set([who.account, ...connected])];
  const here = rooms && accountsAt(who, rooms);
  const found = here ? all.filter((account) => here.has(account)) : all;
  const working = found.length > 0 ? found : all;
  const accounts = [...new Set([...working, ...gone])];
  if (accounts.length === 1 && accounts[0] === who.account)
    return who.member ? { kind: 'named', accounts } : { kind: 'own' };
  const shown = mayInWorkspace(who, 'connections')
    ? accounts
    : [...new Set([...(await atOwnRooms(who, working)), ...gone])];
  const isNamed = shown.length > 0 && shown.length <= mostNamed;
  return isNamed ? { kind: 'named', accounts: shown } : { kind: 'connected' };
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

type Left = { account: string; building: string; roomKey: string };

/** Accounts of removed connections whose codes are listed in rooms where this person finds doorcodes. */
function accountsLeft(
  who: Pick<Scope, 'grants'>,
  left: readonly Left[],
  rooms: readonly ScopeChannel[] | null,
): string[] {
  const keys = rooms && new Set(rooms.map(({ roomKey }) => roomKey));
  const found = left.filter(
    ({ building, roomKey }) =>
      (mayIn(who, building, 'people') || mayIn(who, building, 'doorcodes')) && (!keys || keys.has(roomKey)),
  );
  return [...new Set(found.map(({ account }) => account))];
}

/** Cached, as below. */
const readLeft = cache(async (workspaceId: string, own: string): Promise<Left[]> => {
  const { rows } = await sql<Left>`
    select distinct connection.account, room.building_name as building, room.room_key as "roomKey"
    from connection
    join doorcode on doorcode.workspace_id = connection.workspace_id and doorcode.connection_id = connection.id
      and doorcode.gone_at is null
    join room_channel as room on room.workspace_id = doorcode.workspace_id and room.gid = doorcode.gid
      and room.channel = doorcode.channel and room.present
    where connection.workspace_id = ${workspaceId} and connection.state = 'none' and connection.account <> ${own}
    order by 1, 2, 3`.execute(getDb());
  return rows;
});

function accountsAt({ account }: Pick<Scope, 'account'>, rooms: readonly ScopeChannel[]): Set<string> {
  return new Set(
    rooms.flatMap(({ through }) =>
      through ? through.filter(accountMayDoorcode).map((via) => via.account) : [account],
    ),
  );
}

/** Cached, because the frame and its page both ask. */
const readConnections = cache(async (workspaceId: string) =>
  getDb()
    .selectFrom('connection')
    .select(['account', 'state'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('account')
    .execute(),
);

/** Changes can go through the account now. */
export async function isConnected(workspaceId: string, account: string): Promise<boolean> {
  const connections = await readConnections(workspaceId);
  return connections.some((one) => one.account === account && one.state === 'connected');
}
