import { mayChangeSaved } from '@/lib/abilities/saved';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { isSeenFile, isSeenSchedule } from './data';

export async function refuseSchedule(scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> {
  const found = await getDb()
    .selectFrom('export_schedule')
    .select('member_id')
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenSchedule(scope))
    .where('id', '=', id)
    .executeTakeFirst();
  return refuse(scope, found);
}

export async function refuseFile(scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> {
  const found = await getDb()
    .selectFrom('export_file')
    .select('member_id')
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenFile(scope))
    .where('id', '=', id)
    .executeTakeFirst();
  return refuse(scope, found);
}

function refuse(scope: Scope, found: { member_id: string | null } | undefined): ErrorCode | null {
  if (!found) return 'not-found';
  return mayChangeSaved(scope, found.member_id) ? null : 'not-allowed';
}
