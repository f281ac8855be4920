import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { jobCapabilities } from '@/lib/abilities/jobs';
import { mayIn } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import type { ErrorCode } from '@/lib/errors';
import { isSeenJob } from './data';
import { notifyJob } from './queue';

/** A stopped job of the vendor sign-in. Opening that again does not let it go on. */
const vendorClosed: ErrorCode = 'vendor-closed';
const notAllowed: ErrorCode = 'not-allowed';
const approvalNeeded: ErrorCode = 'approval-needed';

/** Jobs that a vendor sign-in ordered and that have not ended, of those that this person sees. */
export async function countVendorJobs(scope: Scope): Promise<number> {
  const { count } = await getDb()
    .selectFrom('job')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenJob(scope))
    .where('member_id', 'is', null)
    .where('state', 'in', ['queued', 'running', 'waiting'])
    .where(sql<boolean>`wait_code is distinct from ${vendorClosed}`)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Returns how many jobs it stops. */
export function stopVendorJobs(trx: Db, workspaceId: string): Promise<number> {
  return stopJobs(trx, workspaceId, { code: vendorClosed, which: sql`member_id is null` });
}

/** All that a removed member ordered. */
export function stopMemberJobs(trx: Db, workspaceId: string, memberId: string): Promise<number> {
  return stopJobs(trx, workspaceId, { code: notAllowed, which: sql`member_id = ${memberId}::uuid` });
}

/** Those that would change a building in which the member may not do that any more. One that waits for approval goes on waiting. */
export async function stopJobsBeyond(
  trx: Db,
  workspaceId: string,
  { memberId, grants }: { memberId: string; grants: Grants },
): Promise<number> {
  const open = await trx
    .selectFrom('job_step')
    .innerJoin('job', 'job.id', 'job_step.job_id')
    .select(['job.id', 'job.kind', sql<string>`job_step.target ->> 'building'`.as('building')])
    .distinct()
    .where('job.workspace_id', '=', workspaceId)
    .where('job.member_id', '=', memberId)
    .where('job.state', 'in', ['queued', 'running', 'waiting'])
    .where(sql<boolean>`job.wait_code is distinct from ${approvalNeeded}`)
    .where('job_step.state', '=', 'pending')
    .execute();
  const lost = open.filter(({ kind, building }) => !mayIn({ grants }, building, jobCapabilities[kind]));
  if (lost.length === 0) return 0;
  const ids = [...new Set(lost.map(({ id }) => id))];
  return stopJobs(trx, workspaceId, { code: notAllowed, which: sql`id = any(${ids}::uuid[])` });
}

/** Steps under way finish and are read back: a running job stays so until then. */
async function stopJobs(
  trx: Db,
  workspaceId: string,
  { code, which }: { code: ErrorCode; which: RawBuilder<SqlBool> },
): Promise<number> {
  const stopped = await trx
    .updateTable('job')
    .set({
      wait_code: code,
      paused: false,
      state: sql`case when state = 'running' then 'running' else 'waiting' end`,
    })
    .where('workspace_id', '=', workspaceId)
    .where(which)
    .where('state', 'in', ['queued', 'running', 'waiting'])
    .where('cancel_asked_at', 'is', null)
    .where(sql<boolean>`wait_code is distinct from ${code}`)
    .returning('id')
    .execute();
  for (const { id } of stopped) await notifyJob(id, trx);
  return stopped.length;
}
