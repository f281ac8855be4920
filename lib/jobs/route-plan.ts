import { jobAccounts } from '@/lib/abilities/jobs';
import { callersAt } from '@/lib/auth/choose-caller';
import type { Scope } from '@/lib/auth/scope';
import type { Plan } from './plan';

/**
 * The plan through the connection that a person chose, at each change that its account may make. The others go by rule, which
 * the preview says. Unchanged if it may make none.
 */
export function routePlan(scope: Scope, plan: Plan, via: string | undefined): Plan {
  const chosen = scope.callers.find(({ connectionId }) => connectionId === via);
  if (!chosen) return plan;
  const { connectionId, account } = chosen;
  const may = jobAccounts[plan.kind];
  const goes = ({ verdict, target }: Plan['steps'][number]) =>
    verdict === 'change' && callersAt(scope, target, may).some((one) => one.connectionId === connectionId);
  if (!plan.steps.some(goes)) return plan;
  return {
    ...plan,
    params: { ...plan.params, via: { connectionId, account } },
    steps: plan.steps.map((step) =>
      goes(step) ? { ...step, target: { ...step.target, via: connectionId } } : step,
    ),
  };
}
