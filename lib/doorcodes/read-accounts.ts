import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

/** By connection. Null: all codes are of the workspace's own account, as mostly. */
export async function readAccounts(
  scope: Scope,
  codes: readonly { connection_id: string | null }[],
): Promise<ReadonlyMap<string, string> | null> {
  const isOwn = ({ connection_id: id }: (typeof codes)[number]) => id === null || id === scope.connectionId;
  if (!scope.isMerged && codes.every(isOwn)) return null;
  const connections = await getDb()
    .selectFrom('connection')
    .select(['id', 'account'])
    .where('workspace_id', '=', scope.workspaceId)
    .execute();
  return new Map(connections.map(({ id, account }) => [id, account]));
}
