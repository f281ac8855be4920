import { mayChangeSaved } from '@/lib/abilities/saved';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { isSeenFile, isSeenSchedule } from './data';

export async function refuseSchedule(scope: Scope, { id }: ById): Promise<ErrorCode | null> {
  return refuse(scope, await findSchedule(scope, id));
}

export async function refuseFile(scope: Scope, { id }: ById): Promise<ErrorCode | null> {
  return refuse(scope, await findFile(scope, id));
}

/** What the audit log calls it: its name, or its id where it is not found. */
export async function scheduleName({ id }: ById, scope: Scope): Promise<string> {
  return (await findSchedule(scope, id))?.name ?? id;
}

export async function fileName({ id }: ById, scope: Scope): Promise<string> {
  return (await findFile(scope, id))?.name ?? id;
}

type ById = { id: string };
type Found = { name: string; member_id: string | null };

function findSchedule(scope: Scope, id: string): Promise<Found | undefined> {
  return getDb()
    .selectFrom('export_schedule')
    .select(['name', 'member_id'])
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenSchedule(scope))
    .where('id', '=', id)
    .executeTakeFirst();
}

function findFile(scope: Scope, id: string): Promise<Found | undefined> {
  return getDb()
    .selectFrom('export_file')
    .select(['name', 'member_id'])
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenFile(scope))
    .where('id', '=', id)
    .executeTakeFirst();
}

function refuse(scope: Scope, found: Found | undefined): ErrorCode | null {
  if (!found) return 'not-found';
  return mayChangeSaved(scope, found.member_id) ? null : 'not-allowed';
}
