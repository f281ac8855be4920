import { beforeEach, describe, expect, test } from 'vitest';
import { refreshDeviceList } from '@/lib/auth/device-list';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { resumeJobs } from '@/lib/jobs/mutations';
import type { Place } from '@/lib/places/data';
import { readPlaces } from '@/lib/places/data';
import { readDoorcodes } from '@/lib/readings/refresh-room';
import { useDatabase } from '@/lib/testing/database';
import { keepCode } from '@/lib/testing/kept-code';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findDoorcodes, listDoorcodes } from './data';
import { lookForRevoked, revokeDoorcode } from './mutations';
import { checkTargets, followBatch, keepRequests, readBatch } from './requests';
import { doorcodesQuery, type IssueInput } from './schema';
import { lookForDueRequests, sendRequest } from './send-request';

useDatabase();
const { simulator } = useSimulator();

let manager: Scope;
let place: Place;

const inAnHour = () => new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 16);
const tomorrow = () => new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 16);
const calls = (path: string) =>
  simulator()
    .log()
    .filter((entry) => entry.call === path).length;
const codes = () =>
  simulator()
    .cloud.world.codesOf(place.gid, place.channel)
    .filter((code) => code.creator === manager.account && !code.revoked);

function form(change: Partial<IssueInput> = {}): IssueInput {
  return {
    batch: crypto.randomUUID(),
    name: 'Plumber',
    from: inAnHour(),
    to: tomorrow(),
    targets: [{ gid: place.gid, channel: place.channel, lockIds: place.locks.map((lock) => lock.id) }],
    ...change,
  };
}

async function ask(input: IssueInput): Promise<string> {
  const [request] = await keepRequests(getDb(), manager, input, await checkTargets(manager, input));
  if (!request) throw new Error('nothing was asked for');
  return request.id;
}

async function sent(input = form()) {
  const id = await ask(input);
  const outcome = await sendRequest(manager, id);
  const [row] = (await readBatch(manager, input.batch)) ?? [];
  if (!row) throw new Error('the batch is empty');
  return { id, outcome, row, input };
}

beforeEach(async () => {
  simulator().reset();
  // A restarted world gives out the same pictures again.
  await getDb().deleteFrom('doorcode_request').execute();
  const { account, password } = simulator().accounts.manager;
  manager = await signInScope(account, password, 'manager');
  const [first] = await readPlaces(manager);
  if (!first) throw new Error('the manager has no room');
  place = first;
});

describe('a request for a doorcode', () => {
  test('is confirmed, with digits, once the list shows its picture', async () => {
    const before = codes().length;
    const { outcome, row } = await sent();
    expect(outcome).toMatchObject({ state: 'verified' });
    expect(row).toMatchObject({ state: 'confirmed', doorcode: { name: 'Plumber', state: 'upcoming' } });
    const made = codes();
    expect(made).toHaveLength(before + 1);
    expect(made.map((code) => code.digits)).toContain(row.doorcode?.digits);
  });

  test('is being confirmed, without digits, until then', async () => {
    await loseReadBack();
    const { outcome, row, input } = await sent();
    expect(outcome).toMatchObject({ state: 'unverified' });
    expect(row).toMatchObject({ state: 'confirming', doorcode: null });
    simulator().faults.clear();
    const [later] = (await followBatch(manager, input.batch)) ?? [];
    expect(later).toMatchObject({ state: 'confirmed', doorcode: { name: 'Plumber' } });
    expect(calls('getQrCode')).toBe(1);
  });

  test.each([
    ['drop-after', { effect: 'drop-after' }],
    ['500 after acting', { effect: 'status', status: 500, acted: true }],
    ['garbage', { effect: 'garbage' }],
    ['an answer without the address', { effect: 'half' }],
  ] as const)('whose answer was lost (%s) is found as the one new code', async (_, fault) => {
    await sent();
    simulator().faults.next({ ...fault, call: 'getQrCode' });
    const before = codes().length;
    const { outcome, row } = await sent();
    const made = codes().length - before;
    expect(outcome.state).toBe(made === 1 ? 'verified' : 'failed');
    expect(row.doorcode !== null).toBe(made === 1);
    expect(calls('getQrCode')).toBe(2);
  });

  test('whose answer was lost does not count as not made when the list shows it a moment late', async () => {
    await sent();
    const perReading = await callsOfReading();
    simulator().faults.next({ effect: 'drop-after', call: 'getQrCode' });
    const late = { skip: perReading, times: perReading };
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'GetQrList', ...late });
    const { outcome } = await sent();
    expect(outcome).toMatchObject({ state: 'verified' });
    expect(calls('getQrCode')).toBe(2);
  });

  test('that never arrived is proven not made, and is sent once', async () => {
    simulator().faults.next({ effect: 'drop-before', call: 'getQrCode' });
    const { outcome, row } = await sent();
    expect(outcome).toMatchObject({ state: 'failed', code: 'cloud-dropped', found: 'not-there' });
    expect(row).toMatchObject({ state: 'failed', doorcode: null });
    expect(calls('getQrCode')).toBe(1);
  });

  test('is unknown when two new codes fit, and stays unknown', async () => {
    const input = form();
    const id = await ask(input);
    simulator().faults.next({ effect: 'drop-after', call: 'getQrCode' });
    await loseReadBack();
    expect(await sendRequest(manager, id)).toMatchObject({ state: 'unknown', code: 'cloud-dropped' });
    simulator().faults.clear();
    // The last code is the newest. The room may have had codes before.
    const mine = codes().at(-1);
    if (!mine) throw new Error('the cloud made no code');
    simulator().cloud.world.createCode({ ...mine });
    const [row] = (await followBatch(manager, input.batch)) ?? [];
    expect(row).toMatchObject({ state: 'unknown', doorcode: null });
  });

  test('with an unknown outcome is looked for again later, and settled', async () => {
    simulator().faults.next({ effect: 'drop-after', call: 'getQrCode' });
    await loseReadBack();
    const { row, input, id } = await sent();
    expect(row.state).toBe('unknown');
    simulator().faults.clear();
    await getDb()
      .updateTable('doorcode_request')
      .set({ next_try_at: new Date(0) })
      .where('id', '=', id)
      .execute();
    await lookForDueRequests();
    const [later] = (await readBatch(manager, input.batch)) ?? [];
    expect(later).toMatchObject({ state: 'confirmed' });
    expect(calls('getQrCode')).toBe(1);
  });

  test('left "sending" by a process that died is looked for by the sweep, never sent again', async () => {
    const input = form();
    const id = await ask(input);
    await getDb()
      .updateTable('doorcode_request')
      .set({ state: 'sending', sent_at: new Date(0), known_before: '[]', next_try_at: new Date(0) })
      .where('id', '=', id)
      .execute();
    await lookForDueRequests();
    expect(await readBatch(manager, input.batch)).toMatchObject([{ state: 'failed' }]);
    expect(calls('getQrCode')).toBe(0);
  });

  test('waits when its session has ended, and continues with the next sign-in', async () => {
    await loseReadBack();
    const { id, input } = await sent();
    simulator().faults.clear();
    await getDb().deleteFrom('session').where('id', '=', manager.sessionId).execute();
    await getDb()
      .updateTable('doorcode_request')
      .set({ next_try_at: new Date(0) })
      .where('id', '=', id)
      .execute();
    await lookForDueRequests();
    const { account, password } = simulator().accounts.manager;
    const next = await signInScope(account, password, 'manager');
    await resumeJobs(next.workspaceId, next.sessionId);
    await lookForDueRequests();
    expect(await readBatch(next, input.batch)).toMatchObject([{ state: 'confirmed' }]);
  });

  test('of a form sent twice at once is sent once', async () => {
    const input = form();
    const targets = await checkTargets(manager, input);
    const both = await Promise.all([
      keepRequests(getDb(), manager, input, targets),
      keepRequests(getDb(), manager, input, targets),
    ]);
    const asked = both.flat();
    expect(asked).toHaveLength(1);
    await Promise.all(asked.flatMap(({ id }) => [sendRequest(manager, id), sendRequest(manager, id)]));
    expect(calls('getQrCode')).toBe(1);
  });

  test.each([
    [2, 'refused-failure'],
    [3, 'refused-missing-parameter'],
    [4, 'refused-wrong-credentials'],
    [5, 'refused-door-not-yours'],
    [6, 'refused-no-such-door'],
  ] as const)('refused with %i says %s', async (re, code) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'getQrCode' });
    expect((await sent()).outcome).toMatchObject({ state: 'failed', code });
  });

  test.each([
    [
      'a room of another account',
      () => ({ targets: [{ gid: 'XX', channel: 1, lockIds: ['A01'] }] }),
      'not-found',
    ],
    [
      'a lock that the door has not',
      () => ({ targets: [{ gid: place.gid, channel: place.channel, lockIds: ['Z99'] }] }),
      'invalid-input',
    ],
    ['a window in the past', () => ({ from: '2020-01-01T10:00' }), 'invalid-input'],
  ])('for %s is refused, and sends nothing', async (_, change, code) => {
    await expect(ask(form(change()))).rejects.toMatchObject({ code });
    expect(calls('getQrCode')).toBe(0);
  });
});

test('a batch is not there for another account', async () => {
  const { input } = await sent();
  const { account, password } = simulator().accounts.otherManager;
  const other = await signInScope(account, password, 'manager');
  expect(await readBatch(other, input.batch)).toBeNull();
  expect(await followBatch(other, input.batch)).toBeNull();
});

describe('revoking', () => {
  const only = async () => {
    const { row } = await sent();
    return row.doorcode?.id ?? '';
  };

  test('is verified when the list does not show the code any more', async () => {
    const id = await only();
    expect(await revokeDoorcode(manager, id)).toMatchObject({ state: 'verified' });
    const { rows } = await listDoorcodes(manager, doorcodesQuery.parse({}));
    expect(rows.map((row) => row.id)).not.toContain(id);
  });

  test('is verified where revoked codes stay listed as not usable', async () => {
    simulator().faults.set({ revokedStay: true });
    expect(await revokeDoorcode(manager, await only())).toMatchObject({ state: 'verified' });
  });

  test('of a code that is gone is already done', async () => {
    const id = await only();
    for (const code of codes()) code.revoked = true;
    expect(await revokeDoorcode(manager, id)).toMatchObject({ state: 'verified', already: true });
  });

  test('refused though the code is still listed has failed', async () => {
    const id = await only();
    simulator().faults.next({ effect: 'answer', json: { re: 5 }, call: 'DelTemPwd' });
    expect(await revokeDoorcode(manager, id)).toMatchObject({
      state: 'failed',
      code: 'refused-no-such-doorcode',
    });
  });

  test.each([
    ['drop-before', 'failed'],
    ['drop-after', 'verified'],
  ] as const)('whose answer was lost (%s) is read back: %s', async (effect, state) => {
    const id = await only();
    simulator().faults.next({ effect, call: 'DelTemPwd' });
    expect(await revokeDoorcode(manager, id)).toMatchObject({ state });
    expect(calls('DelTemPwd')).toBe(1);
  });

  const placeOf = (id: string) =>
    getDb()
      .selectFrom('doorcode')
      .select(['gid', 'channel', 'digest', 'sealed'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();

  test('of an expired code does not end the code that has its digits now', async () => {
    const [old, live] = [await only(), await only()];
    const past = { ...(await placeOf(live)), usable: false, to_wall: '2020-01-01 00:00:00' };
    await getDb().updateTable('doorcode').set(past).where('id', '=', old).execute();
    expect(await revokeDoorcode(manager, old)).toMatchObject({ state: 'failed', code: 'conflict' });
    expect(calls('DelTemPwd')).toBe(0);
    expect(await revokeDoorcode(manager, live)).toMatchObject({ state: 'verified' });
  });

  test('looks again at other rooms whose codes have the same digits', async () => {
    const id = await only();
    const other = (await readPlaces(manager)).find((one) => one.locks.length > 0 && one.gid !== place.gid);
    if (!other) throw new Error('only one door');
    const [row] = await findDoorcodes(manager, [id]);
    const digits = row?.digits ?? '';
    await readDoorcodes(manager, other);
    const there = { workspace_id: manager.workspaceId, gid: other.gid, channel: other.channel };
    await keepCode(there, { digits, name: 'Twin' });
    expect(await revokeDoorcode(manager, id)).toMatchObject({ state: 'verified' });
    const { rows } = await listDoorcodes(manager, doorcodesQuery.parse({ q: digits }));
    expect(rows).toEqual([]);
  });

  test('by another account, with a stolen id, finds nothing', async () => {
    const id = await only();
    const { account, password } = simulator().accounts.otherManager;
    const other = await signInScope(account, password, 'manager');
    expect(await revokeDoorcode(other, id)).toMatchObject({ state: 'failed', code: 'not-found' });
    expect(await lookForRevoked(other, id)).toMatchObject({ state: 'failed', code: 'not-found' });
    expect(calls('DelTemPwd')).toBe(0);
  });
});

/** From the read-back on, the list cannot be read. The reading before it works. */
async function loseReadBack(): Promise<void> {
  const skip = await callsOfReading();
  simulator().faults.next({ effect: 'drop-before', call: 'GetQrList', skip, times: null });
}

/** How many calls one reading takes depends on what is known about this cloud's pages so far. */
async function callsOfReading(): Promise<number> {
  const before = calls('GetQrList');
  await readDoorcodes(manager, place);
  return calls('GetQrList') - before;
}

test('a request while the device list is in doubt is refused with a message, and may be sent later', async () => {
  const id = await ask(form());
  simulator().faults.next({ call: 'sign', effect: 'answer', json: { re: 1, list: [] }, times: 1 });
  await refreshDeviceList(callerOf(manager), 'person');
  const before = calls('getQrCode');
  expect(await sendRequest(manager, id)).toEqual({ state: 'failed', code: 'cloud-list-in-doubt' });
  expect(calls('getQrCode')).toBe(before);
  await refreshDeviceList(callerOf(manager), 'person');
  expect(await sendRequest(manager, id)).toMatchObject({ state: 'verified' });
});
