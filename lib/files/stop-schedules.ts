import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { isSeenSchedule } from './data';

const vendorClosed: ErrorCode = 'vendor-closed';

/** Schedules of a vendor sign-in that run, of those that this person sees. */
export async function countVendorSchedules(scope: Scope): Promise<number> {
  const { count } = await getDb()
    .selectFrom('export_schedule')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenSchedule(scope))
    .where('member_id', 'is', null)
    .where('paused', '=', false)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Also those that a person has paused: none of them runs for the vendor sign-in again. Returns how many were running. */
export async function stopVendorSchedules(trx: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ paused: boolean }>`
    with found as (
      select id, paused from export_schedule
      where workspace_id = ${workspaceId} and member_id is null and stop_code is distinct from ${vendorClosed}
      for update)
    update export_schedule as schedule set paused = true, stop_code = ${vendorClosed}
    from found
    where schedule.workspace_id = ${workspaceId} and schedule.id = found.id
    returning found.paused`.execute(trx);
  return rows.filter(({ paused }) => !paused).length;
}
