import { accountMayDoorcode, mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import type { ConnectionState } from '@/lib/db/tables/connections';
import type { ScopeChannel } from '@/lib/devices/channel';
import { pairOf } from '@/lib/devices/pair-key';
import { oldAfterMs } from './age';

/** `account`: null for who may not know it. `rooms`: of which its doorcodes are not known. */
export type MissingLists = { account: string | null; state: ConnectionState; rooms: number };

/**
 * Connections that nothing is read through now, while others go on, and that have rooms here whose doorcodes they never read, or
 * not for a day. Pages say whose lists those are, because their counts wait for them.
 */
export async function findMissingLists(
  scope: Scope,
  channels: readonly ScopeChannel[] = scope.channels,
): Promise<MissingLists[]> {
  const used = new Set(scope.callers.map(({ connectionId }) => connectionId));
  if (!scope.isMerged || used.size === 0) return [];
  const unused = new Map<string, ScopeChannel[]>();
  for (const channel of channels)
    for (const via of channel.through ?? [])
      if (!used.has(via.connectionId) && accountMayDoorcode(via) && mayDoorcode(scope, channel, 'see'))
        unused.set(via.connectionId, [...(unused.get(via.connectionId) ?? []), channel]);
  if (unused.size === 0) return [];
  const ids = [...unused.keys()];
  const [connections, readings] = await Promise.all([
    getDb()
      .selectFrom('connection')
      .select(['id', 'account', 'state'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('id', 'in', ids)
      .orderBy('account')
      .execute(),
    getDb()
      .selectFrom('doorcode_reading')
      .select(['gid', 'channel', 'connection_id'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('connection_id', 'in', ids)
      .where(({ or, eb }) =>
        or([eb('state', '=', 'refused'), eb('read_at', '>', new Date(databaseNow() - oldAfterMs))]),
      )
      .execute(),
  ]);
  const known = new Set(readings.map((reading) => `${reading.connection_id} ${pairOf(reading)}`));
  return connections.flatMap(({ id, account, state }) => {
    const missing = unused.get(id)?.filter((channel) => !known.has(`${id} ${pairOf(channel)}`)) ?? [];
    if (missing.length === 0) return [];
    const isNamed = account === scope.account || mayInWorkspace(scope, 'connections');
    const rooms = new Set(missing.map(({ roomKey }) => roomKey)).size;
    return [{ account: isNamed ? account : null, state, rooms }];
  });
}
