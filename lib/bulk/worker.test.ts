import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { readJob, readProgress } from '@/lib/jobs/data';
import { watchJob } from '@/lib/jobs/listen';
import { startJob } from '@/lib/jobs/mutations';
import { readJobProgress, streamJob } from '@/lib/jobs/progress';
import { planMasters } from '@/lib/masters/bulk';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { startWorker, stopWorker } from './worker';

useDatabase();
const { simulator } = useSimulator();

/** Steps of a job at once. */
const atOnce = 6;
process.env.DOORDEER_MAX_CONCURRENCY = String(atOnce);

let landlord: Scope;
let children: ChildProcess[] = [];
const master = 'master@harbor.example';
const owned = (scope = landlord) => scope.channels.filter(({ relation }) => relation === 'landlord');

async function startElsewhere(): Promise<ChildProcess> {
  const code = `import('./lib/bulk/worker.ts').then(async ({ startWorker, stopWorker }) => {
    await import('./lib/testing/vault-key.ts');
    await startWorker();
    process.on('SIGTERM', () => stopWorker(AbortSignal.timeout(100)).then(() => process.exit()));
    console.log('ready');
  })`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', './lib/testing/vault-key.ts', '-e', code],
    {
      env: { ...process.env, DOORDEER_TIMEOUT_MS: '120000' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function start(scope = landlord): Promise<string> {
  const ids = [...new Set(owned(scope).map(({ roomKey }) => roomKey))];
  const plan = await planMasters(scope, { action: 'assign', master, selection: { all: false, ids } });
  return startJob(scope, plan, { requestKey: crypto.randomUUID() });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

function openIntents() {
  return getDb()
    .selectFrom('audit_entry as intent')
    .select('intent.subject')
    .where('intent.outcome', '=', 'intent')
    .where('intent.action', '=', 'masters.assign')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('audit_entry as later')
            .select('later.seq')
            .whereRef('later.intent_seq', '=', 'intent.seq'),
        ),
      ),
    )
    .execute();
}

const isDone = (jobId: string) => async () => (await readJob(landlord, jobId))?.state === 'done';
const steps = (jobId: string) => readProgress(landlord, jobId);

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('job').execute();
  await getDb().deleteFrom('master_reading').execute();
  const { account, password } = simulator().accounts.landlord;
  landlord = await signInScope(account, password, 'landlord');
  for (const { gid, channel } of owned()) {
    const room = simulator().cloud.world.findRoom(gid, channel);
    if (room) room.master = null;
  }
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await stopWorker(new AbortController().signal);
});

test('a job runs as soon as it is queued, and reports its progress while it runs', async () => {
  await startWorker();
  const jobId = await start();
  let heard = 0;
  const unwatch = watchJob(jobId, () => heard++);
  const reader = streamJob(landlord, jobId, new AbortController().signal).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += new TextDecoder().decode(part.value);
  }
  unwatch();
  expect(heard).toBeGreaterThan(0);
  expect(text).toContain('"state":"done"');
  expect((await readJobProgress(landlord, jobId))?.counts.verified).toBe(owned().length);
});

test('a job queued in a process without a worker is found by another process', async () => {
  const jobId = await start();
  await startElsewhere();
  await until(isDone(jobId));
  expect((await steps(jobId)).every((step) => step.state === 'verified')).toBe(true);
});

test('a job whose process is killed is finished by another, and no finished step is repeated', async () => {
  const jobId = await start();
  // Three changes get through. The others still wait when the process is killed, however slow this machine is.
  simulator().faults.next({ effect: 'latency', ms: 60_000, call: 'Authowner', skip: 3, times: null });
  const child = await startElsewhere();
  await until(async () => {
    const now = await steps(jobId);
    return now.some((step) => step.state === 'verified') && now.some((step) => step.state === 'running');
  });
  child.kill('SIGKILL');
  await once(child, 'exit');

  const before = await steps(jobId);
  const settled = new Set(before.filter((step) => step.state === 'verified').map((step) => step.position));
  const interrupted = before.filter((step) => step.state === 'running').length;
  simulator().faults.clear();
  const sent = () =>
    simulator()
      .log()
      .filter(({ call }) => call === 'Authowner');
  const sentBefore = sent().length;

  await startWorker();
  await until(isDone(jobId));
  const after = await steps(jobId);
  expect(after.every((step) => step.state === 'verified')).toBe(true);
  expect(after).toHaveLength(owned().length);
  // Settled steps stay as they were. Interrupted ones were read back, and sent at most once more.
  for (const step of before) if (settled.has(step.position)) expect(after).toContainEqual(step);
  expect(sent().length - sentBefore).toBeLessThanOrEqual(owned().length - settled.size);
  expect(interrupted).toBeGreaterThan(0);
});

test('steps without an answer at the end of their process become unknown, and the next process reads them back', async () => {
  const jobId = await start();
  simulator().faults.next({ effect: 'late-answer', ms: 60_000, call: 'Authowner', skip: 1, times: null });
  const child = await startElsewhere();
  const acted = () =>
    owned().filter(({ gid, channel }) => simulator().cloud.world.findRoom(gid, channel)?.master === master)
      .length;
  // One is answered, and as many as may be sent at once wait for their answer.
  await until(async () => acted() === 1 + atOnce);
  // Half more steps are begun than calls may be sent at once.
  const begun = Math.ceil(atOnce * 1.5);
  const announced = getDb()
    .selectFrom('job_step')
    .select('position')
    .where('job_id', '=', jobId)
    .where('state', '=', 'running')
    .where('intent_seq', 'is not', null);
  await until(async () => (await announced.execute()).length === begun);
  await until(async () => (await steps(jobId)).some((step) => step.state === 'verified'));
  child.kill('SIGTERM');
  await once(child, 'exit');
  const left = (await steps(jobId)).map(({ state }) => state).sort();
  expect(left).toEqual([
    ...Array(owned().length - 1 - begun).fill('pending'),
    ...Array(begun).fill('unknown'),
    'verified',
  ]);
  expect(await openIntents()).toEqual([]);

  simulator().faults.clear();
  await startWorker();
  await until(isDone(jobId));
  expect((await steps(jobId)).every(({ state }) => state === 'verified')).toBe(true);
  const sent = simulator()
    .log()
    .filter(({ call }) => call === 'Authowner')
    .map(({ gid, channel }) => `${gid} ${channel}`);
  expect(sent).toHaveLength(new Set(sent).size);
  expect(await openIntents()).toEqual([]);
});

test('two processes on one database run a job once', async () => {
  await Promise.all([startElsewhere(), startWorker()]);
  const jobId = await start();
  await until(isDone(jobId));
  expect((await steps(jobId)).map((step) => step.state)).toEqual(owned().map(() => 'verified'));
  expect(
    simulator()
      .log()
      .filter(({ call }) => call === 'Authowner'),
  ).toHaveLength(owned().length);
});

test('jobs of an account that the cloud does not answer do not block jobs of others', async () => {
  const { account, password } = simulator().accounts.otherLandlord;
  const other = await signInScope(account, password, 'landlord');
  simulator().faults.next({ effect: 'latency', ms: 600_000, account: landlord.account, times: null });
  await startWorker();
  const hanging = await Promise.all([start(), start(), start()]);
  const jobId = await start(other);
  await until(async () => (await readJob(other, jobId))?.state === 'done');
  for (const one of hanging) expect((await readJob(landlord, one))?.state).not.toBe('done');
  simulator().faults.clear();
  for (const one of hanging) await until(isDone(one));
}, 60_000);

test('a progress stream ends when its session does', async () => {
  const jobId = await start();
  const reader = streamJob(landlord, jobId, new AbortController().signal).getReader();
  await reader.read();
  await getDb().deleteFrom('session').where('id', '=', landlord.sessionId).execute();
  for (let part = await reader.read(); !part.done; ) part = await reader.read();
  await expect(reader.closed).resolves.toBeUndefined();
});
