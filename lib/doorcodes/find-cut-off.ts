import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

/**
 * Why the connection of a code is not read, so that nothing can revoke the code here. `doubted`: its password is being
 * checked.
 */
export type CutOff = 'removed' | 'paused' | 'parked' | 'doubted';

/**
 * By the ids of connections. A removed own account is none of them: people still sign in with it. Nor is a connection that
 * this person's own sign-in stands in for.
 */
export async function findCutOff(
  scope: Scope,
  codes: readonly { connection_id: string | null }[],
): Promise<ReadonlyMap<string, CutOff>> {
  const used = new Set(scope.callers.map(({ connectionId }) => connectionId));
  const ids = [...new Set(codes.map(({ connection_id: id }) => id ?? scope.connectionId))];
  // While all are in doubt, the page says so once.
  const doubted = scope.callers.flatMap(({ inDoubt, connectionId }): [string, CutOff][] =>
    inDoubt && !scope.inDoubt ? [[connectionId, 'doubted']] : [],
  );
  const unused = ids.filter((id) => !used.has(id));
  if (unused.length === 0) return new Map(doubted);
  const rows = await getDb()
    .selectFrom('connection')
    .select(['id', 'state'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', 'in', unused)
    .execute();
  const stopped = rows.flatMap(({ id, state }): [string, CutOff][] => {
    // Without any connection the page says so once.
    if (used.size > 0 && (state === 'paused' || state === 'parked')) return [[id, state]];
    return state === 'none' && id !== scope.connectionId ? [[id, 'removed']] : [];
  });
  return new Map([...doubted, ...stopped]);
}
