import { accountMayDoorcode, mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import type { ConnectionState } from '@/lib/db/tables/connections';
import type { ScopeChannel } from '@/lib/devices/channel';
import { pairOf } from '@/lib/devices/pair-key';
import { oldAfterMs } from './age';

/**
 * `account`: null for who may not know it. `what`: `codes`, of `rooms` rooms its doorcodes are not known; `all`, nothing of them is
 * read or changed, because no other connection lists them.
 */
export type MissingLists = {
  account: string | null;
  state: ConnectionState;
  what: 'codes' | 'all';
  rooms: number;
};

/**
 * Connections that nothing is read through now, while others go on, and that have rooms here which no other connection lists, or
 * whose doorcodes they never read, or not for a day. Pages say whose lists those are, because their counts wait for them.
 */
export async function findMissingLists(
  scope: Scope,
  channels: readonly ScopeChannel[] = scope.channels,
): Promise<MissingLists[]> {
  const used = new Set(scope.callers.map(({ connectionId }) => connectionId));
  if (!scope.isMerged || used.size === 0) return [];
  const unused = new Map<string, ScopeChannel[]>();
  const unlisted = new Map<string, Set<string>>();
  for (const channel of channels) {
    // The workspace's own account lists it, if it has no other.
    const vias = channel.through ?? [{ ...scope, relation: channel.relation }];
    const [leading] = vias;
    const isRead = vias.some(({ connectionId }) => used.has(connectionId));
    if (leading && !isRead) {
      const { connectionId: id } = leading;
      unlisted.set(id, (unlisted.get(id) ?? new Set()).add(channel.roomKey));
      continue;
    }
    for (const via of vias)
      if (!used.has(via.connectionId) && accountMayDoorcode(via) && mayDoorcode(scope, channel, 'see'))
        unused.set(via.connectionId, [...(unused.get(via.connectionId) ?? []), channel]);
  }
  const ids = [...new Set([...unused.keys(), ...unlisted.keys()])];
  if (ids.length === 0) return [];
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
  return connections.flatMap(({ id, account, state }): MissingLists[] => {
    const missing = unused.get(id)?.filter((channel) => !known.has(`${id} ${pairOf(channel)}`)) ?? [];
    const isNamed = account === scope.account || mayInWorkspace(scope, 'connections');
    const one = { account: isNamed ? account : null, state };
    const rooms = {
      all: unlisted.get(id)?.size ?? 0,
      codes: new Set(missing.map(({ roomKey }) => roomKey)).size,
    };
    return (['all', 'codes'] as const).flatMap((what) =>
      rooms[what] > 0 ? [{ ...one, what, rooms: rooms[what] }] : [],
    );
  });
}
