import { sql } from 'kysely';
import { jobAccounts } from '@/lib/abilities/jobs';
import { callersAt, namesAccounts } from '@/lib/auth/choose-caller';
import type { Caller } from '@/lib/auth/read-callers';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { StepTarget } from '@/lib/db/tables/jobs';
import { countByRule, type Plan, type Routes } from '@/lib/jobs/plan';

/** Through which accounts a job's changes go, and which a person may choose. Null: they are not named. */
export async function readRoutes(scope: Scope, plan: Plan): Promise<Routes | null> {
  if (!namesAccounts(scope)) return null;
  const changes = plan.steps.filter(({ verdict }) => verdict === 'change').map(({ target }) => target);
  const bound = await readBound(scope, changes);
  const goes = new Map<string, Counted>();
  const may = new Map<string, Counted>();
  let isChoice = false;
  let stuck = 0;
  for (const target of changes) {
    const callers = callersAt(scope, target, jobAccounts[plan.kind]);
    const only = bound?.get(keyOf(target)) ?? target.via;
    const caller = only ? callers.find(({ connectionId }) => connectionId === only) : callers[0];
    if (caller) add(goes, caller);
    else stuck++;
    if (bound) continue;
    isChoice ||= callers.length > 1;
    for (const one of callers) add(may, one);
  }
  const { via } = plan.params;
  const named = [...goes.values(), ...may.values()];
  const inDoubt = named.flatMap(({ caller }) => (caller.inDoubt ? [caller.account] : []));
  return {
    callers: [...goes.values()].map(({ caller, count }) => ({ account: caller.account, count })),
    choices: isChoice
      ? [...may.values()].map(({ caller: { connectionId, account, role }, count }) => ({
          ...{ connectionId, account, role, count },
        }))
      : [],
    chosen: via && !bound ? { account: via.account, byRule: countByRule(plan) } : null,
    stuck,
    ...(inDoubt.length > 0 ? { inDoubt: [...new Set(inDoubt)] } : {}),
  };
}

type Counted = { caller: Caller; count: number };

function add(counts: Map<string, Counted>, caller: Caller): void {
  const known = counts.get(caller.connectionId);
  counts.set(caller.connectionId, { caller, count: (known?.count ?? 0) + 1 });
}

function keyOf({ doorcodeId, requestId }: StepTarget): string {
  return doorcodeId ?? requestId ?? '';
}

/**
 * The connection of each doorcode or request, because the cloud shows a code only to the account that made it. Null: the
 * changes are of masters or shares, and go through any account that may make them.
 */
async function readBound(
  scope: Scope,
  targets: readonly StepTarget[],
): Promise<ReadonlyMap<string, string> | null> {
  const codes = targets.flatMap(({ doorcodeId }) => doorcodeId ?? []);
  const requests = targets.flatMap(({ requestId }) => requestId ?? []);
  if (codes.length + requests.length === 0) return null;
  const read = (table: 'doorcode' | 'doorcode_request', ids: readonly string[]) =>
    getDb()
      .selectFrom(table)
      .select(['id', 'connection_id'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('id', '=', sql<string>`any(${ids}::uuid[])`)
      .execute();
  const rows = [
    // As when it is revoked: a code without a connection is of the own account.
    ...(await read('doorcode', codes)).map((row) => ({ ...row, fallback: scope.connectionId })),
    ...(await read('doorcode_request', requests)).map((row) => ({ ...row, fallback: null })),
  ];
  return new Map(
    rows.flatMap(({ id, connection_id: own, fallback }) => {
      const through = own ?? fallback;
      return through ? [[id, through] as const] : [];
    }),
  );
}
