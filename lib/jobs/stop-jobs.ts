import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { isSeenJob } from './data';
import { notifyJob } from './queue';

/** A stopped job of the vendor sign-in. Opening that again does not let it go on. */
export const vendorClosed: ErrorCode = 'vendor-closed';

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

/** Steps under way finish and are read back: a running job stays so until then. Returns how many jobs it stops. */
export async function stopVendorJobs(trx: Db, workspaceId: string): Promise<number> {
  const stopped = await trx
    .updateTable('job')
    .set({
      wait_code: vendorClosed,
      paused: false,
      state: sql`case when state = 'running' then 'running' else 'waiting' end`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('member_id', 'is', null)
    .where('state', 'in', ['queued', 'running', 'waiting'])
    .where('cancel_asked_at', 'is', null)
    .where(sql<boolean>`wait_code is distinct from ${vendorClosed}`)
    .returning('id')
    .execute();
  for (const { id } of stopped) await notifyJob(id, trx);
  return stopped.length;
}
