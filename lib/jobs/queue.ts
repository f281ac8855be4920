import { sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import { type Db, getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { jobChannel } from './listen';

export const jobQueue = 'doordesk-job';

// Actions and the worker are bundled separately. The worker leaves its pg-boss here for both.
const shared = processSlot<PgBoss>('jobs.boss');

export function keepBoss(boss: PgBoss | undefined): void {
  if (boss) shared.value = boss;
  else shared.value = undefined;
}

/** The job's row counts. If there is no worker here, or a crash, some worker's sweep finds the row within seconds. */
export async function announceJob(jobId: string): Promise<void> {
  const boss = shared.value;
  if (!boss) return;
  try {
    const job = await getDb()
      .selectFrom('job')
      .select('workspace_id')
      .where('id', '=', jobId)
      .modifyEnd(everyWorkspace)
      .executeTakeFirst();
    if (!job) return;
    await boss.send(jobQueue, { jobId }, { singletonKey: jobId, group: { id: job.workspace_id } });
  } catch (error) {
    log.warn({ err: error, jobId }, 'job could not be queued at once; the sweep will find it');
  }
}

/** Inside a transaction, sent when it commits. */
export async function notifyJob(jobId: string, db: Db = getDb()): Promise<void> {
  await sql`select pg_notify(${jobChannel}, ${jobId})`.execute(db);
}
