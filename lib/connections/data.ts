import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ConnectionState } from '@/lib/db/tables/connections';
import type { Role } from '@/lib/doordeer/words';

export type Connection = {
  id: string;
  account: string;
  role: Role;
  /** Of the workspace's own account: it stays when it is removed. */
  isOwn: boolean;
  /** `doubted`: the cloud refused the password, and it is being checked. */
  state: ConnectionState | 'doubted';
  /** Of the state, ISO. Null: was never connected. */
  since: string | null;
  connectedBy: string | null;
  connectedAt: string | null;
  lastGoodAt: string | null;
};

/** The workspace's connections: its own account first. Others that were removed are left out. */
export async function loadConnections(scope: Scope): Promise<Connection[]> {
  const rows = await getDb()
    .selectFrom('connection')
    .leftJoin('credential_doubt', (join) =>
      join
        .onRef('credential_doubt.credential', '=', 'connection.credential')
        .onRef('credential_doubt.role', '=', 'connection.role')
        .on('credential_doubt.state', '<>', 'accepted'),
    )
    .select([
      'connection.id',
      'connection.account',
      'connection.role',
      'connection.state',
      'connected_by',
      'connected_at',
      'parked_at',
      'paused_at',
      'last_good_at',
      'credential_doubt.since as doubtedAt',
    ])
    .where('connection.workspace_id', '=', scope.workspaceId)
    .where((where) =>
      where.or([where('connection.state', '<>', 'none'), where('connection.id', '=', scope.connectionId)]),
    )
    .orderBy((order) => order('connection.id', '<>', scope.connectionId))
    .orderBy('account')
    .execute();
  return rows.map(({ id, account, role, state, connected_by, connected_at, ...row }) => {
    const doubted = state === 'connected' && row.doubtedAt !== null;
    const since = { none: null, connected: connected_at, parked: row.parked_at, paused: row.paused_at }[
      state
    ];
    return {
      id,
      account,
      role,
      isOwn: id === scope.connectionId,
      state: doubted ? 'doubted' : state,
      since: (doubted ? row.doubtedAt : since)?.toISOString() ?? null,
      connectedBy: connected_by,
      connectedAt: connected_at?.toISOString() ?? null,
      lastGoodAt: row.last_good_at?.toISOString() ?? null,
    };
  });
}

/** Null also for one that was removed. */
export async function findConnection(
  scope: Scope,
  id: string,
): Promise<(Pick<Connection, 'account' | 'role' | 'isOwn'> & { state: ConnectionState }) | null> {
  const row = await getDb()
    .selectFrom('connection')
    .select(['account', 'role', 'state'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .where((where) => where.or([where('state', '<>', 'none'), where('id', '=', scope.connectionId)]))
    .executeTakeFirst();
  return row ? { ...row, isOwn: id === scope.connectionId } : null;
}
