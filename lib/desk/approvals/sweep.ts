import { startSweep } from '@/lib/sweep';
import { endOldRequests } from './mutations';

const everyMs = 60_000;

export function startApprovalSweep(): void {
  startSweep('approvals', {
    everyMs,
    isDueAtStart: true,
    fault: 'old requests for approval could not be ended',
    run: endOldRequests,
  });
}
