import { entryOf } from '@/lib/abilities/approvals/requests';
import { recordAudit } from '@/lib/audit/record';
import { seesEveryBuilding } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { failVendorRequests } from '@/lib/doorcodes/request-state';
import { countVendorSchedules, stopVendorSchedules } from '@/lib/files/stop-schedules';
import { countVendorJobs, stopVendorJobs } from '@/lib/jobs/stop-jobs';
import { endRequests } from '@/lib/jobs/withdraw-requests';

export type VendorWork = {
  jobs: number;
  schedules: number;
  /** There may be more, in buildings that this person does not see. */
  elsewhere: boolean;
};

export async function countVendorWork(scope: Scope): Promise<VendorWork> {
  const [jobs, schedules] = await Promise.all([countVendorJobs(scope), countVendorSchedules(scope)]);
  return { jobs, schedules, elsewhere: !seesEveryBuilding(scope) };
}

/**
 * Stops for good what the vendor sign-in ordered: opening it again starts nothing. Doordesk's own readings through connections
 * go on, and so do rules of retention, which belong to the workspace.
 */
export async function stopVendorWork(
  trx: Db,
  workspaceId: string,
): Promise<{ jobs: number; schedules: number }> {
  // Before the jobs, in the order in which a decision locks both.
  const withdrawn = await endRequests(trx, workspaceId, { which: 'vendor', state: 'withdrawn' });
  const jobs = await stopVendorJobs(trx, workspaceId);
  const schedules = await stopVendorSchedules(trx, workspaceId);
  await failVendorRequests(trx, workspaceId);
  for (const row of withdrawn) await recordAudit(trx, entryOf(row, 'approvals.lapse'));
  return { jobs: jobs + withdrawn.filter(({ job_id }) => job_id !== null).length, schedules };
}
