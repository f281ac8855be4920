import { beforeEach, describe, expect, test } from 'vitest';
import { removeConnectionAction } from '@/lib/connections/actions';
import { getDb } from '@/lib/db/client';
import { readJob, readProgress, readSteps } from '@/lib/jobs/data';
import { startMastersJobAction } from '@/lib/masters/actions';
import { planMasters } from '@/lib/masters/bulk';
import { useConnections } from '@/lib/testing/connections';
import { useDatabase } from '@/lib/testing/database';
import { csvOf } from '@/lib/testing/failures-file';
import { useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { retryJobAction } from './actions';
import { readRoutes } from './read-routes';
import { runJob } from './runner';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);
const { owner, signIn, add, now } = useConnections(simulator);
const going = new AbortController().signal;
const master = 'master@harbor.example';
const manager = () => simulator().accounts.manager.account;
const landlord = () => simulator().accounts.landlord.account;

let second = '';

beforeEach(async () => {
  await getDb().deleteFrom('connection').execute();
  await getDb().deleteFrom('throttle_try').execute();
  await getDb().deleteFrom('job').execute();
  await getDb().deleteFrom('master_reading').execute();
  door.give('landlord', [0]);
  for (const channel of door.rooms()) {
    const room = simulator().cloud.world.findRoom(door.gid(), channel);
    if (room) room.master = null;
  }
  await signIn('manager', 'manager');
});

async function change(via?: string) {
  const ids = (await now()).channels.filter(({ gid }) => gid === door.gid()).map(({ roomKey }) => roomKey);
  const selection = { all: false as const, ids };
  return { action: 'assign' as const, master, selection, ...(via ? { via } : {}) };
}

async function start(agreed: { via?: string; byRule?: number } = {}) {
  const { via, byRule } = agreed;
  const input = { ...(await change(via)), ...(byRule === undefined ? {} : { byRule }) };
  return owner().as(() => startMastersJobAction({ ...input, requestKey: crypto.randomUUID(), expected: 3 }));
}

async function started(agreed: { via?: string; byRule?: number } = {}): Promise<string> {
  const answer = await start(agreed);
  if (!answer.ok) throw new Error(answer.code);
  return answer.data.jobId;
}

const routes = async (via?: string) => {
  const scope = await now();
  return readRoutes(scope, await planMasters(scope, await change(via)));
};

/** By room, in the order of their channels. */
const sent = () => {
  const calls = simulator()
    .log()
    .filter(({ call, gid }) => call === 'Authowner' && gid === door.gid());
  return door
    .rooms()
    .map((room) => calls.filter(({ channel }) => channel === room).map((one) => one.account));
};
const through = async (jobId: string) => {
  const steps = await readSteps(await now(), jobId);
  const byRoom = new Map(steps.map((step) => [step.target.channel, step.through]));
  return door.rooms().map((room) => byRoom.get(room));
};
const entries = () =>
  getDb()
    .selectFrom('audit_entry')
    .select(['account', 'connection_id', 'outcome'])
    .where('action', '=', 'masters.assign')
    .where('workspace_id', '=', owner().scope.workspaceId)
    .orderBy('seq', 'desc')
    .execute();

describe('a bulk change with two accounts', () => {
  beforeEach(async () => {
    second = await add('landlord', 'landlord');
  });

  test('offers each account with what it may do, and goes by rule without a choice', async () => {
    expect(await routes()).toEqual({
      callers: [{ account: manager(), count: 3 }],
      choices: [
        expect.objectContaining({ account: manager(), role: 'manager', count: 3 }),
        { connectionId: second, account: landlord(), role: 'landlord', count: 1 },
      ],
      chosen: null,
      stuck: 0,
    });
    const jobId = await started();
    await runJob(jobId, going);
    expect(sent()).toEqual([[manager()], [manager()], [manager()]]);
    expect(await through(jobId)).toEqual([manager(), manager(), manager()]);
  });

  test('goes through the chosen account where it may, and the preview says how many go by rule', async () => {
    expect(await routes(second)).toMatchObject({
      callers: expect.arrayContaining([
        { account: landlord(), count: 1 },
        { account: manager(), count: 2 },
      ]),
      chosen: { account: landlord(), byRule: 2 },
    });
    const jobId = await started({ via: second, byRule: 2 });
    await runJob(jobId, going);
    expect(sent()).toEqual([[landlord()], [manager()], [manager()]]);
    expect(await through(jobId)).toEqual([landlord(), manager(), manager()]);
    const progress = await readProgress(await now(), jobId);
    expect(progress.map((step) => step.through).sort()).toEqual([landlord(), manager(), manager()]);
    expect(await readJob(await now(), jobId)).toMatchObject({
      params: { via: { connectionId: second, account: landlord() } },
    });
    const named = (await entries()).slice(0, 6).filter(({ account }) => account === landlord());
    expect(named).toEqual([
      expect.objectContaining({ connection_id: second, outcome: 'done' }),
      expect.objectContaining({ connection_id: second, outcome: 'intent' }),
    ]);
  });

  test('is not started if other changes than agreed would go by rule', async () => {
    for (const byRule of [undefined, 0, 1])
      expect(await start({ via: second, ...(byRule === undefined ? {} : { byRule }) })).toMatchObject({
        ok: false,
        code: 'conflict',
      });
    expect(await getDb().selectFrom('job').select('id').execute()).toEqual([]);
  });

  test('through an account that may make none of it goes by rule in the preview, and is not started', async () => {
    const stranger = crypto.randomUUID();
    expect(await routes(stranger)).toEqual(await routes());
    expect(await start({ via: stranger, byRule: 3 })).toMatchObject({ ok: false, code: 'conflict' });
  });

  test('waits where the chosen account has left: no other account makes that change', async () => {
    const jobId = await started({ via: second, byRule: 2 });
    await owner().as(() => removeConnectionAction({ id: second }));
    await runJob(jobId, going);
    expect(sent()[0]).toEqual([]);
    expect(await readJob(await now(), jobId)).toMatchObject({ state: 'waiting', waitCode: 'no-connection' });
  });

  test('that failed is tried again through the same account, and its file names it', async () => {
    const at = { gid: door.gid(), channel: door.rooms()[0] };
    simulator().faults.next({ effect: 'answer', json: { re: 6 }, call: 'Authowner', ...at });
    const jobId = await started({ via: second, byRule: 2 });
    await runJob(jobId, going);
    const [heading = '', row = ''] = (await csvOf({ ...owner(), scope: await now() }, jobId)).split('\r\n');
    expect(heading).toContain('Through account');
    expect(row).toContain(landlord());
    const again = await owner().as(() => retryJobAction({ jobId, requestKey: crypto.randomUUID() }));
    if (!again.ok) throw new Error(again.code);
    await runJob(again.data.jobId, going);
    expect(sent()[0]).toEqual([landlord(), landlord()]);
    expect(await readSteps(await now(), again.data.jobId)).toMatchObject([
      { state: 'verified', through: landlord() },
    ]);
  });

  test('that was interrupted is settled under the account that it went through', async () => {
    const jobId = await started({ via: second, byRule: 2 });
    await runJob(jobId, going);
    const before = (await entries()).length;
    // As a process leaves it that dies before it stores the outcome.
    await getDb().updateTable('job').set({ state: 'running' }).where('id', '=', jobId).execute();
    await getDb()
      .updateTable('job_step')
      .set({ state: 'running' })
      .where('job_id', '=', jobId)
      .where('connection_id', '=', second)
      .execute();
    await runJob(jobId, going);
    expect(sent()[0]).toEqual([landlord()]);
    expect(await through(jobId)).toEqual([landlord(), manager(), manager()]);
    const later = await entries();
    expect(later.slice(0, later.length - before)).toEqual([
      { account: landlord(), connection_id: second, outcome: 'done' },
    ]);
  });

  test('of an older build names no account', async () => {
    const jobId = await started();
    await runJob(jobId, going);
    await getDb().updateTable('job_step').set({ connection_id: null }).execute();
    expect(await through(jobId)).toEqual([null, null, null]);
  });
});

test('with one account there is no choice, and nothing is named', async () => {
  expect(await routes()).toBeNull();
  const at = { gid: door.gid(), channel: door.rooms()[0] };
  simulator().faults.next({ effect: 'answer', json: { re: 6 }, call: 'Authowner', ...at });
  const jobId = await started();
  await runJob(jobId, going);
  expect(await through(jobId)).toEqual([null, null, null]);
  expect(await csvOf(owner(), jobId)).not.toContain('Through account');
});
