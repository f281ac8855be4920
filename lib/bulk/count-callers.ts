import { sql } from 'kysely';
import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import { accountMayMaster } from '@/lib/abilities/masters';
import { accountMayShare } from '@/lib/abilities/shares';
import { callersAt, type MayThrough } from '@/lib/auth/choose-caller';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { JobKind } from '@/lib/db/tables/jobs';
import type { Plan, PlannedCaller } from '@/lib/jobs/plan';

const mays: Record<JobKind, MayThrough> = {
  'assign-masters': accountMayMaster,
  'replace-masters': accountMayMaster,
  'remove-masters': accountMayMaster,
  'revoke-shares': (account) => accountMayShare(account, 'remove'),
  'revoke-doorcodes': accountMayDoorcode,
  'issue-doorcodes': accountMayDoorcode,
};

/** Through which accounts a job's changes go, where there is more than one. A code is revoked through the one that made it. */
export async function countCallers(scope: Scope, plan: Plan): Promise<PlannedCaller[]> {
  if (!scope.isMerged) return [];
  const changes = plan.steps.filter(({ verdict }) => verdict === 'change').map(({ target }) => target);
  const makers = await readMakers(
    scope,
    changes.flatMap(({ doorcodeId }) => (doorcodeId ? [doorcodeId] : [])),
  );
  const counts = new Map<string, number>();
  for (const target of changes) {
    const maker = target.doorcodeId && makers.get(target.doorcodeId);
    const callers = callersAt(scope, target, mays[plan.kind]);
    const caller = maker ? callers.find(({ connectionId }) => connectionId === maker) : callers[0];
    if (caller) counts.set(caller.account, (counts.get(caller.account) ?? 0) + 1);
  }
  return [...counts].map(([account, count]) => ({ account, count }));
}

async function readMakers({ workspaceId }: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await getDb()
    .selectFrom('doorcode')
    .select(['id', 'connection_id'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.flatMap(({ id, connection_id: maker }) => (maker ? [[id, maker] as const] : [])));
}
