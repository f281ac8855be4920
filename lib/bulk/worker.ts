import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { getDb } from '@/lib/db/client';
import { lookForDueRequests } from '@/lib/doorcodes/send-request';
import { openBossDatabase } from '@/lib/jobs/boss-database';
import { jobLockClass } from '@/lib/jobs/lock';
import { resumeRested } from '@/lib/jobs/mutations';
import { announceJob, jobQueue, keepBoss } from '@/lib/jobs/queue';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { leaveRuns, runJob } from './runner';

/** Jobs that one process works on at once; each holds one database connection for its lock. */
const jobsAtOnce = 6;
/** Of these, jobs of one workspace: when the cloud does not answer its account, they take hours and others go on. */
const jobsOfOne = 2;
const sweepEveryMs = 5_000;
/** What pg-boss waits for its runs: longer than a stop may take, which has the last word. */
const stopMs = 20_000;

type Worker = {
  boss: PgBoss;
  closeDatabase: () => Promise<void>;
  stop: AbortController;
  timer: NodeJS.Timeout;
  /** The sweep under way; null: none. */
  sweeping: Promise<void> | null;
};

const shared = processSlot<Promise<Worker>>('jobs.worker');

/**
 * Runs jobs in this process. pg-boss (in its schema `pgboss`) hands each to one process; a sweep finds those that have
 * lost theirs. Any number of processes may do this on one database.
 */
export async function startWorker(): Promise<void> {
  shared.value ??= start();
  try {
    await shared.value;
  } catch (error) {
    shared.value = undefined;
    throw error;
  }
}

/**
 * Begins no further step, waits for those under way until `late`, and leaves the rest to the next process. A step that
 * still waits then is noted as unknown: whoever runs the job next reads it back.
 */
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
    // A job is found by our sweep long before; this only keeps the schema's housekeeping rare.
    superviseIntervalSeconds: 60,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  await boss.start();
  await boss.createQueue(jobQueue, {
    // One queued entry for a job is enough; a running one does not stand in the way of a further run.
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
  // A cloud or database that is slow to answer must not make sweeps pile up.
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
    await resumeRested();
    for (const id of await strandedJobs()) await announceJob(id);
    await lookForDueRequests();
  } catch (error) {
    log.warn({ err: error }, 'sweep of jobs failed; the next one follows shortly');
  }
}

/** Jobs that should be running and whose lock nobody holds: never announced, or their process died. */
async function strandedJobs(): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from job
    where state in ('queued', 'running') and not exists (
      select from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and l.locktype = 'advisory' and l.objsubid = 2 and l.granted
        and l.classid = ${jobLockClass}
        and l.objid = (hashtext(job.id::text)::bigint & 4294967295)::oid)
    order by created_at limit 20`.execute(getDb());
  return rows.map(({ id }) => id);
}
