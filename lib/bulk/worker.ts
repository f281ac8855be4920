import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { lookForDueRequests } from '@/lib/doorcodes/send-request';
import { sendWaitingRequests } from '@/lib/doorcodes/send-waiting';
import { openBossDatabase } from '@/lib/jobs/boss-database';
import { jobLockClass } from '@/lib/jobs/lock';
import { resumeWaiting } from '@/lib/jobs/mutations';
import { announceJob, jobQueue, keepBoss } from '@/lib/jobs/queue';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { leaveRuns, runJob } from './runner';

/** Jobs that one process works on at once. Each holds one database connection for its lock. */
const jobsAtOnce = 6;
/** Jobs of one workspace among these. They may take hours while the cloud does not answer its account. Others must go on. */
const jobsOfOne = 2;
const sweepEveryMs = 5_000;
/** How long pg-boss waits for its runs. Longer than a stop may take, which decides first. */
const stopMs = 20_000;

type Worker = {
  boss: PgBoss;
  closeDatabase: () => Promise<void>;
  stop: AbortController;
  timer: NodeJS.Timeout;
  sweeping: Promise<void> | null;
};

const shared = processSlot<Promise<Worker>>('jobs.worker');

/** pg-boss (in its schema `pgboss`) gives each job to one process. A sweep finds jobs whose process died. */
export async function startWorker(): Promise<void> {
  shared.value ??= start();
  try {
    await shared.value;
  } catch (error) {
    shared.value = undefined;
    throw error;
  }
}

/** Waits for steps under way until `late`. Steps without an answer become unknown, and the next process reads them back. */
export async function stopWorker(late: AbortSignal): Promise<void> {
  const worker = await shared.value;
  shared.value = undefined;
  if (!worker) return;
  keepBoss(undefined);
  clearInterval(worker.timer);
  worker.stop.abort();
  const ended = Promise.all([
    worker.sweeping,
    worker.boss.stop({ graceful: true, timeout: stopMs }).then(worker.closeDatabase),
  ]);
  const isLate = new Promise<'late'>((resolve) => {
    if (late.aborted) resolve('late');
    else late.addEventListener('abort', () => resolve('late'), { once: true });
  });
  if ((await Promise.race([ended, isLate])) === 'late') await leaveRuns();
}

async function start(): Promise<Worker> {
  const { database, close } = openBossDatabase(jobQueue);
  const boss = new PgBoss({
    db: database,
    schema: 'pgboss',
    useListenNotify: true,
    // Our sweep finds a job much sooner. This only keeps the schema's housekeeping rare.
    superviseIntervalSeconds: 60,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  await boss.start();
  await boss.createQueue(jobQueue, {
    // One queued entry per job is enough. A running one does not block a further run.
    policy: 'short',
    notify: true,
    retryLimit: 3,
    retryBackoff: true,
    expireInSeconds: 6 * 3600,
    heartbeatSeconds: 60,
    deleteAfterSeconds: 3600,
  });
  const stop = new AbortController();
  await boss.work<{ jobId: string }>(
    jobQueue,
    { localConcurrency: jobsAtOnce, localGroupConcurrency: jobsOfOne, pollingIntervalSeconds: 2 },
    async (entries) => {
      for (const { data } of entries) await runJob(data.jobId, stop.signal);
    },
  );
  keepBoss(boss);
  const worker: Worker = {
    boss,
    closeDatabase: close,
    stop,
    sweeping: null,
    timer: setInterval(() => begin(), sweepEveryMs),
  };
  // A slow cloud or database must not make sweeps pile up.
  const begin = () => {
    worker.sweeping ??= sweep().finally(() => {
      worker.sweeping = null;
    });
  };
  begin();
  worker.timer.unref();
  return worker;
}

async function sweep(): Promise<void> {
  try {
    await resumeWaiting();
    for (const id of await strandedJobs()) await announceJob(id);
    await lookForDueRequests();
    await sendWaitingRequests();
  } catch (error) {
    log.warn({ err: error }, 'sweep of jobs failed; the next one follows shortly');
  }
}

/** Jobs that should be running but whose lock is free: never announced, or their process died. */
async function strandedJobs(): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from job ${everyWorkspace}
    where state in ('queued', 'running') and not exists (
      select from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and l.locktype = 'advisory' and l.objsubid = 2 and l.granted
        and l.classid = ${jobLockClass}
        and l.objid = (hashtext(job.id::text)::bigint & 4294967295)::oid)
    order by created_at limit 20`.execute(getDb());
  return rows.map(({ id }) => id);
}
