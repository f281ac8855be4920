import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as exportRoute } from '@/app/api/jobs/export/route';
import { POST as importRoute } from '@/app/api/jobs/import/route';
import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { planDoorcodes } from '@/lib/doorcodes/bulk';
import { messages as en } from '@/lib/i18n/messages/en/messages';
import { messages as zh } from '@/lib/i18n/messages/zh/messages';
import { readSteps } from '@/lib/jobs/data';
import { cancelJob, startJob } from '@/lib/jobs/mutations';
import { type Plan, previewOf } from '@/lib/jobs/plan';
import { startMastersJobAction } from '@/lib/masters/actions';
import { planMasters } from '@/lib/masters/bulk';
import { keepDoorcodes, keepShares } from '@/lib/readings/mutations';
import { readMaster } from '@/lib/readings/refresh-room';
import { startSharesJobAction } from '@/lib/shares/actions';
import { planShares } from '@/lib/shares/bulk';
import { loadShares } from '@/lib/shares/data';
import { useDatabase } from '@/lib/testing/database';
import { csvOf, failuresFile, needChange, sendFailures } from '@/lib/testing/failures-file';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import type { MatchedFailures } from './match-failures';
import { runJob } from './runner';

useDatabase();
const { simulator } = useSimulator();

const going = new AbortController().signal;
const newMaster = 'guest@harbor.example';
let landlord: SignedIn;
let master: SignedIn;
let tenant: SignedIn;
let otherLandlord: SignedIn;

beforeAll(async () => {
  const { accounts } = simulator();
  const enter = (name: 'landlord' | 'master' | 'otherLandlord' | 'tenant') =>
    signInAs(accounts[name].account, accounts[name].password, name === 'tenant' ? 'tenant' : 'landlord');
  landlord = await enter('landlord');
  master = await enter('master');
  otherLandlord = await enter('otherLandlord');
  tenant = await enter('tenant');
});
beforeEach(async () => {
  simulator().reset();
  for (const table of ['job', 'master_reading', 'change_request', 'share', 'share_reading'] as const) {
    await getDb().deleteFrom(table).execute();
  }
});

function ownedBy({ scope }: SignedIn) {
  return scope.channels.filter(({ relation }) => relation === 'landlord');
}

function roomAt({ gid, channel }: { gid: string; channel: number }) {
  const room = simulator().cloud.world.findRoom(gid, channel);
  if (!room) throw new Error('no such room');
  return room;
}

/** Rooms without a master, and a job that sets one, of which the first door fails. */
async function failedMastersJob(): Promise<string> {
  const owned = ownedBy(landlord);
  for (const door of owned) roomAt(door).master = null;
  const ids = [...new Set(owned.map(({ roomKey }) => roomKey))].slice(0, 2);
  const plan = await planMasters(landlord.scope, {
    action: 'assign',
    master: newMaster,
    selection: { all: false, ids },
  });
  simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
  return runPlan(landlord, plan);
}

async function runPlan(who: SignedIn, plan: Plan): Promise<string> {
  const jobId = await startJob(who.scope, plan, { requestKey: crypto.randomUUID() });
  await runJob(jobId, going);
  return jobId;
}

const send = (text: string, headers?: Record<string, string>) => sendFailures(importRoute, text, headers);

async function imported(who: SignedIn, text: string): Promise<MatchedFailures> {
  const response = await who.as(() => send(text));
  expect(response.status).toBe(200);
  return response.json();
}

describe('failures of a job', () => {
  it.each(['en', 'zh'] as const)('are done by a new job from the file (%s)', async (locale) => {
    const jobId = await failedMastersJob();
    const text = await csvOf(landlord, jobId, locale);
    const words = locale === 'en' ? en.jobs : zh.jobs;
    expect(text).toContain((locale === 'en' ? en : zh).failures.columns.cause);
    expect(text).toContain(words.steps.failed);
    expect(text.trim().split(/\r?\n/)).toHaveLength(2);

    const found = await imported(landlord, text);
    expect(found.refused).toEqual([]);
    const input = needChange(found, 'masters');
    const preview = previewOf(await planMasters(landlord.scope, input));
    expect(preview).toMatchObject({ kind: 'assign-masters', counts: { change: 1, already: 0, blocked: 0 } });
    const start = (expected: number) =>
      landlord.as(() => startMastersJobAction({ ...input, expected, requestKey: jobId }));
    expect(await start(2)).toMatchObject({ ok: false, code: 'conflict' });
    const started = await start(1);
    if (!started.ok) throw new Error(started.code);
    await runJob(started.data.jobId, going);
    expect(await readSteps(landlord.scope, started.data.jobId)).toMatchObject([{ state: 'verified' }]);
    const steps = await readSteps(landlord.scope, jobId);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.every(({ target }) => roomAt(target).master === newMaster)).toBe(true);
    // A row that has been done since is no second change.
    expect(previewOf(await planMasters(landlord.scope, input)).counts).toMatchObject({
      change: 0,
      already: 1,
    });
  });

  it('survive a spreadsheet, and hold no row that was done or needs no change', async () => {
    const jobId = await failedMastersJob();
    const [step] = await readSteps(landlord.scope, jobId);
    await getDb()
      .updateTable('job_step')
      .set({ target: JSON.stringify({ ...step?.target, building: '=HYPERLINK("x")', account: '+1@x' }) })
      .where('job_id', '=', jobId)
      .where('position', '=', step?.position ?? -1)
      .execute();
    const text = await csvOf(landlord, jobId);
    expect(text).toContain("'=HYPERLINK");
    expect(needChange(await imported(landlord, text), 'masters').only).toHaveLength(1);
    await getDb().updateTable('job_step').set({ state: 'skipped', already: true }).execute();
    expect((await csvOf(landlord, jobId)).trim().split(/\r?\n/)).toHaveLength(1);
  });

  it('of shares end only the listed share at the listed door', async () => {
    const doors = master.scope.channels.filter(({ relation }) => relation.endsWith('master'));
    for (const door of doors) {
      roomAt(door).shares = ['guest@harbor.example', 'lodger@harbor.example'];
      await keepShares(master.scope.workspaceId, [
        { ...door, state: 'ok', ...(await drawReadingOrder()), value: roomAt(door).shares },
      ]);
    }
    const { rows } = await loadShares(master.scope);
    const one = rows.find(({ account }) => account === 'guest@harbor.example');
    const selection = { all: false as const, ids: [one?.id ?? ''] };
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Sharedel' });
    const jobId = await runPlan(master, await planShares(master.scope, { selection }));
    const input = needChange(await imported(master, await csvOf(master, jobId)), 'shares');
    expect(input.only).toHaveLength(1);
    const started = await master.as(() =>
      startSharesJobAction({ ...input, expected: 1, requestKey: crypto.randomUUID() }),
    );
    if (!started.ok) throw new Error(started.code);
    await runJob(started.data.jobId, going);
    expect(await readSteps(master.scope, started.data.jobId)).toMatchObject([{ state: 'verified' }]);
    for (const door of doors) expect(roomAt(door).shares).toContain('lodger@harbor.example');
    const again = await imported(master, await csvOf(master, jobId));
    expect(again).toEqual({ change: null, refused: [{ line: 2, code: 'noShare' }] });
  });

  it('of doorcodes are known by id, without digits, and say which codes have expired', async () => {
    const doors = master.scope.channels.filter(({ relation }) => relation.endsWith('master'));
    const [door, elsewhere] = doors;
    if (!door || !elsewhere) throw new Error('the master has too few rooms');
    const code = (digits: string, year: number) => ({
      name: 'Cleaner',
      validType: 3,
      from: { date: '2020-01-01', time: '08:00:00' },
      to: { date: `${year}-01-02`, time: '18:00:00' },
      digits,
      pictureUrl: '',
      lockIds: ['A01'],
      usable: year > 2100,
    });
    await keepDoorcodes(master.scope.workspaceId, [
      {
        ...door,
        state: 'ok',
        skipped: 0,
        ...(await drawReadingOrder()),
        value: [code('33334444', 2199), code('55556666', 2021)],
      },
    ]);
    const all = { all: true as const, except: [], query: {} };
    const plan = await planDoorcodes(master.scope, { selection: all });
    const own = plan.steps.filter(({ target }) => target.gid === door.gid);
    const jobId = await startJob(master.scope, { ...plan, steps: own }, { requestKey: crypto.randomUUID() });
    await cancelJob(master.scope, jobId);
    const text = await csvOf(master, jobId);
    expect(text).not.toMatch(/3333|4444|5555|6666/);
    expect(text).toContain('2199-01-02 18:00:00');
    const found = await imported(master, text);
    expect(found.refused).toEqual([]);
    const preview = previewOf(await planDoorcodes(master.scope, needChange(found, 'doorcodes')));
    expect(preview).toMatchObject({ counts: { change: own.length }, expired: 1 });

    const [first] = own;
    const id = first?.target.doorcodeId;
    const tampered = failuresFile(
      ['revoke-doorcodes', door.gid, door.channel, '', crypto.randomUUID()],
      ['revoke-doorcodes', elsewhere.gid, elsewhere.channel, '', id],
      ['revoke-doorcodes', door.gid, door.channel, '', 'not-an-id'],
      ['revoke-doorcodes', door.gid, door.channel, '', id],
      ['revoke-doorcodes', door.gid, door.channel, '', id],
      ['issue-doorcodes', door.gid, door.channel, '', crypto.randomUUID()],
    );
    const left = await imported(master, tampered);
    expect(left.refused).toEqual([
      { line: 2, code: 'noCode' },
      { line: 3, code: 'noCode' },
      { line: 4, code: 'incomplete' },
      { line: 6, code: 'repeated' },
      { line: 7, code: 'otherKind' },
    ]);
    expect(needChange(left, 'doorcodes').selection).toEqual({ all: false, ids: [id] });
  });
});

describe('an import of failures', () => {
  it('is refused to strangers; of another account’s job there is neither a file nor a room', async () => {
    const jobId = await failedMastersJob();
    const text = await csvOf(landlord, jobId);
    const download = () =>
      exportRoute(new Request(`http://doordesk.test/api/jobs/export?job=${jobId}`), {
        params: Promise.resolve({}),
      });
    expect((await asStranger(download)).status).toBe(401);
    expect((await asStranger(() => send(text))).status).toBe(401);
    expect((await otherLandlord.as(download)).status).toBe(404);
    expect((await tenant.as(download)).status).toBe(404);
    expect(await imported(otherLandlord, text)).toEqual({
      change: null,
      refused: [{ line: 2, code: 'noDoor' }],
    });
  });

  it('is refused by row where the role may not, and its start is refused too', async () => {
    const [door] = tenant.scope.channels;
    const found = await imported(
      tenant,
      failuresFile(['assign-masters', door?.gid, door?.channel, newMaster, '']),
    );
    expect(found).toEqual({ change: null, refused: [{ line: 2, code: 'notAllowed' }] });
    const start = {
      action: 'assign',
      master: newMaster,
      selection: { all: false, ids: [door?.roomKey] },
      only: [{ gid: door?.gid, channel: door?.channel }],
      expected: 1,
      requestKey: crypto.randomUUID(),
    };
    expect(await tenant.as(() => startMastersJobAction(start))).toMatchObject({ code: 'not-allowed' });
    expect(await otherLandlord.as(() => startMastersJobAction(start))).toMatchObject({ code: 'not-found' });
    expect(await asStranger(() => startMastersJobAction(start))).toMatchObject({ code: 'signed-out' });
  });

  it('makes one job: rows of another kind or for another master are left out, and changed cells too', async () => {
    const [one, two] = ownedBy(landlord);
    const found = await imported(
      landlord,
      failuresFile(
        ['assign-masters', one?.gid, 'x', newMaster, ''],
        ['assign-masters', one?.gid, one?.channel, 'no address', ''],
        ['open-doors', one?.gid, one?.channel, newMaster, ''],
        ['assign-masters', one?.gid, one?.channel, newMaster, ''],
        ['assign-masters', two?.gid, two?.channel, 'other@harbor.example', ''],
        ['remove-masters', two?.gid, two?.channel, '', ''],
        ['assign-masters', 'elsewhere', 1, newMaster, ''],
      ),
    );
    expect(found.refused.map(({ line, code }) => [line, code])).toEqual([
      [2, 'incomplete'],
      [3, 'incomplete'],
      [4, 'incomplete'],
      [6, 'otherMaster'],
      [7, 'otherKind'],
      [8, 'noDoor'],
    ]);
    expect(needChange(found, 'masters').only).toEqual([{ gid: one?.gid, channel: one?.channel }]);
  });

  it('does not remove a master who came after the file was made', async () => {
    const [door] = ownedBy(landlord);
    if (!door) throw new Error('the landlord has no room');
    roomAt(door).master = newMaster;
    const found = await imported(
      landlord,
      failuresFile(['remove-masters', door.gid, door.channel, 'before@harbor.example', '']),
    );
    const plan = () => planMasters(landlord.scope, needChange(found, 'masters'));
    const { steps } = await plan();
    // Not read yet: the step compares before it removes.
    expect(steps).toMatchObject([{ verdict: 'change', target: { account: 'before@harbor.example' } }]);
    await readMaster(landlord.scope, door);
    expect(previewOf(await plan())).toMatchObject({
      kind: 'remove-masters',
      counts: { change: 0, blocked: 1 },
      rows: [{ code: 'conflict' }],
    });
  });

  it('is refused when it is too large or does not say how large it is', async () => {
    const text = failuresFile();
    for (const length of ['3000000', 'x']) {
      const answer = await landlord.as(() => send(text, { 'content-length': length }));
      expect([answer.status, await answer.json()]).toEqual([413, { error: 'too-large' }]);
    }
  });
});
