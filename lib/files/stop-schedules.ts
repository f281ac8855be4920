import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { readFilterAddress } from '@/lib/archive/search/filter-address';
import { type Scope, standingScope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { isSeenSchedule } from './data';
import { refuseRun } from './schedule/refuse-run';
import { filterOf } from './schedule/take-due';

const vendorClosed: ErrorCode = 'vendor-closed';
const notAllowed: ErrorCode = 'not-allowed';

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
export function stopVendorSchedules(trx: Db, workspaceId: string): Promise<number> {
  return stopSchedules(trx, workspaceId, { code: vendorClosed, which: sql`member_id is null` });
}

/** All that a removed member saved. */
export function stopMemberSchedules(trx: Db, workspaceId: string, memberId: string): Promise<number> {
  return stopSchedules(trx, workspaceId, { code: notAllowed, which: sql`member_id = ${memberId}::uuid` });
}

/**
 * Those of a member that would make a file now. A change of what the member may do stops those that it takes away, and none
 * that a missing door stops.
 */
export async function findAllowedSchedules(
  trx: Db,
  { workspaceId, memberId }: { workspaceId: string; memberId: string },
): Promise<string[]> {
  const schedules = await trx
    .selectFrom('export_schedule')
    .select(['id', 'workspace_id', 'view_id', 'query', 'actor'])
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .where('stop_code', 'is', null)
    .execute();
  const [first] = schedules;
  const scope = first && (await standingScope({ workspaceId, actor: first.actor, memberId, db: trx }));
  if (!scope) return [];
  const queries = await Promise.all(schedules.map((schedule) => filterOf(trx, schedule)));
  return schedules
    .filter((_, index) => refuseRun(scope, readFilterAddress(queries[index] ?? '')) === null)
    .map(({ id }) => id);
}

export function stopLostSchedules(trx: Db, workspaceId: string, ids: readonly string[]): Promise<number> {
  return stopSchedules(trx, workspaceId, { code: notAllowed, which: sql`id = any(${ids}::uuid[])` });
}

async function stopSchedules(
  trx: Db,
  workspaceId: string,
  { code, which }: { code: ErrorCode; which: RawBuilder<SqlBool> },
): Promise<number> {
  const { rows } = await sql<{ paused: boolean }>`
    with found as (
      select id, paused from export_schedule
      where workspace_id = ${workspaceId} and ${which} and stop_code is distinct from ${code}
      for update)
    update export_schedule as schedule set paused = true, stop_code = ${code}
    from found
    where schedule.workspace_id = ${workspaceId} and schedule.id = found.id
    returning found.paused`.execute(trx);
  return rows.filter(({ paused }) => !paused).length;
}
