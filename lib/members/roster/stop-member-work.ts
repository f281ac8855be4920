import { entryOf } from '@/lib/abilities/approvals/requests';
import { recordAudit } from '@/lib/audit/record';
import type { Db } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { failMemberRequests } from '@/lib/doorcodes/request-state';
import { findAllowedSchedules, stopLostSchedules, stopMemberSchedules } from '@/lib/files/stop-schedules';
import { stopJobsBeyond, stopMemberJobs } from '@/lib/jobs/stop-jobs';
import { endRequests } from '@/lib/jobs/withdraw-requests';

export type StoppedWork = { jobs: number; schedules: number };

/** Of a member who is removed. `record` writes the audit entries, as the last writes of the transaction. */
export async function stopMemberWork(
  trx: Db,
  workspaceId: string,
  memberId: string,
): Promise<{ stopped: StoppedWork; record: () => Promise<void> }> {
  // Before the jobs, in the order in which a decision locks both.
  const withdrawn = await endRequests(trx, workspaceId, { which: { memberId }, state: 'withdrawn' });
  const jobs = await stopMemberJobs(trx, workspaceId, memberId);
  const schedules = await stopMemberSchedules(trx, workspaceId, memberId);
  await failMemberRequests(trx, workspaceId, { memberId, grants: null });
  return {
    stopped: { jobs: jobs + withdrawn.filter(({ job_id }) => job_id !== null).length, schedules },
    record: async () => {
      for (const row of withdrawn) await recordAudit(trx, entryOf(row, 'approvals.lapse'));
    },
  };
}

/** What the change takes away stops with it. `change` stores what the member may do from now on. */
export async function stopWorkBeyond(
  trx: Db,
  workspaceId: string,
  { memberId, grants, change }: { memberId: string; grants: Grants; change: () => Promise<unknown> },
): Promise<StoppedWork> {
  const who = { workspaceId, memberId };
  const before = await findAllowedSchedules(trx, who);
  await change();
  const after = new Set(await findAllowedSchedules(trx, who));
  const lost = before.filter((id) => !after.has(id));
  const schedules = await stopLostSchedules(trx, workspaceId, lost);
  const jobs = await stopJobsBeyond(trx, workspaceId, { memberId, grants });
  await failMemberRequests(trx, workspaceId, { memberId, grants });
  return { jobs, schedules };
}
