import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

/** Connections of these codes that were removed. The own account is none of them: people still sign in with it. */
export async function findRemoved(
  scope: Scope,
  codes: readonly { connection_id: string | null }[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(codes.flatMap(({ connection_id: id }) => id ?? []))];
  const others = ids.filter((id) => id !== scope.connectionId);
  if (others.length === 0) return new Set();
  const rows = await getDb()
    .selectFrom('connection')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', 'in', others)
    .where('state', '=', 'none')
    .execute();
  return new Set(rows.map(({ id }) => id));
}
