import { sql } from 'kysely';
import type { Scope, StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

const mostListed = 100;

/** What was taken away, or made on a schedule, newest first. */
export async function listFiles(scope: StandingScope) {
  return getDb()
    .selectFrom('export_file')
    .leftJoin('export_schedule', 'export_schedule.id', 'export_file.schedule_id')
    .select([
      'export_file.id',
      'export_file.name',
      'export_file.format',
      'export_file.state',
      'export_file.code',
      'export_file.query',
      'export_file.filter',
      'export_file.actor',
      'export_file.rows',
      'export_file.bytes',
      'export_file.sha256',
      'export_file.kept',
      'export_file.started_at as startedAt',
      'export_file.finished_at as finishedAt',
      'export_schedule.name as schedule',
    ])
    .where('export_file.workspace_id', '=', scope.workspaceId)
    .orderBy('export_file.started_at', 'desc')
    .limit(mostListed)
    .execute();
}
export type ListedFile = Awaited<ReturnType<typeof listFiles>>[number];

/** The orders for files to come, each with how its last one ended. */
export async function listSchedules(scope: StandingScope) {
  return getDb()
    .selectFrom('export_schedule')
    .select([
      'id',
      'name',
      'query',
      'format',
      'locale',
      'every',
      'weekday',
      'month_day as monthDay',
      'hour',
      'zone',
    ])
    .select(['keep_files as keepFiles', 'paused', 'next_due as nextDue', 'view_id as viewId'])
    .select(
      sql<
        'running' | 'done' | 'cancelled' | 'failed' | null
      >`(select state from export_file where schedule_id = export_schedule.id order by due_at desc limit 1)`.as(
        'lastState',
      ),
    )
    .where('workspace_id', '=', scope.workspaceId)
    .orderBy('created_at')
    .execute();
}
export type ListedSchedule = Awaited<ReturnType<typeof listSchedules>>[number];

/** The signed manifest of a file of this account's; null: there is none. */
export async function findManifest(scope: Scope, id: string): Promise<{ name: string; text: string } | null> {
  const found = await getDb()
    .selectFrom('export_file')
    .select(['name', 'manifest'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return found?.manifest ? { name: found.name, text: found.manifest } : null;
}

/** A kept file of this account's, a chunk at a time; null: there is none, or its bytes are gone. */
export async function findKeptFile(scope: Scope, id: string) {
  const found = await getDb()
    .selectFrom('export_file')
    .select(['id', 'name', 'format', 'bytes'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('kept', '=', true)
    .executeTakeFirst();
  return found ? { ...found, chunks: chunksOf(found.id) } : null;
}

async function* chunksOf(id: string): AsyncGenerator<Uint8Array, void> {
  for (let position = 0; ; position++) {
    const chunk = await getDb()
      .selectFrom('export_chunk')
      .select('bytes')
      .where('export_id', '=', id)
      .where('position', '=', position)
      .executeTakeFirst();
    if (!chunk) return;
    yield chunk.bytes;
  }
}
