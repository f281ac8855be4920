import { getDb } from '@/lib/db/client';
import type { Scope } from './scope';

/**
 * The accounts of connections, to name them next to what went through them. Null: all of it is of the workspace's own account,
 * as mostly, and that is not `named`.
 */
export async function readAccounts(
  scope: Scope,
  rows: readonly { connection_id: string | null }[],
  { named = scope.isMerged }: { named?: boolean } = {},
): Promise<ReadonlyMap<string, string> | null> {
  const isOwn = ({ connection_id: id }: (typeof rows)[number]) => id === null || id === scope.connectionId;
  if (!named && rows.every(isOwn)) return null;
  const connections = await getDb()
    .selectFrom('connection')
    .select(['id', 'account'])
    .where('workspace_id', '=', scope.workspaceId)
    .execute();
  return new Map(connections.map(({ id, account }) => [id, account]));
}
