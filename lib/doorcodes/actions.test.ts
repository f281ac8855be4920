import { beforeEach, describe, expect, test } from 'vitest';
import { GET as batchRoute } from '@/app/api/doorcodes/batches/[batch]/route';
import { GET as exportDoorcodes } from '@/app/api/doorcodes/export/route';
import { GET as rowsRoute } from '@/app/api/doorcodes/route';
import { getDb } from '@/lib/db/client';
import { confirmPasswordAction } from '@/lib/members/actions';
import { type Place, readPlaces } from '@/lib/places/data';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import {
  issueDoorcodesAction,
  retryDoorcodesAction,
  revokeDoorcodeAction,
  startDoorcodesJobAction,
} from './actions';
import { doorcodeCounts } from './data';
import { readBatch } from './requests';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let places: Place[];
const calls = (path: string) =>
  simulator()
    .log()
    .filter((entry) => entry.call === path).length;
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString().slice(0, 16);
const targetsOf = (chosen: Place[]) =>
  chosen.map(({ gid, channel, locks }) => ({ gid, channel, lockIds: locks.map((lock) => lock.id) }));
const form = (change: object = {}) => ({
  batch: crypto.randomUUID(),
  name: 'Plumber',
  from: hours(24),
  to: hours(48),
  targets: targetsOf(places.slice(0, 1)),
  ...change,
});
const issue = (input: unknown) => manager.as(() => issueDoorcodesAction(input));
const confirm = (who: SignedIn) =>
  who.as(() => confirmPasswordAction({ password: simulator().accounts.manager.password }));
const get = (address: string) => new Request(`http://doordesk.test${address}`);
const nothing = { params: Promise.resolve({}) };

beforeEach(async () => {
  simulator().reset();
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  // A camera has no lock to open.
  places = (await readPlaces(manager.scope)).filter((place) => place.locks.length > 0);
});

describe('issuing', () => {
  test('at several places makes one code at each, with its own outcome', async () => {
    const [, second] = places;
    simulator().faults.next({ effect: 'answer', json: { re: 6 }, call: 'getQrCode', gid: second?.gid });
    const chosen = [...new Map(places.map((place) => [place.gid, place])).values()].slice(0, 3);
    const input = form({ targets: targetsOf(chosen) });
    expect(await issue(input)).toEqual({ ok: true, data: { batch: input.batch, jobId: null } });
    const rows = (await readBatch(manager.scope, input.batch)) ?? [];
    expect(rows.map((row) => row.state).sort()).toEqual(
      chosen.map((place) => (place.gid === second?.gid ? 'failed' : 'confirmed')).sort(),
    );
  });

  test('refuses a name that neither database nor cloud can store, at its field', async () => {
    for (const name of ['\ud800', 'a\u0000b', '\n'.padStart(3, 'x').padEnd(5, 'y')])
      expect(await issue(form({ name }))).toMatchObject({
        code: 'invalid-input',
        fields: { name: 'invalid' },
      });
    expect(calls('getQrCode')).toBe(0);
  });

  test('sent twice at once asks the cloud once', async () => {
    const input = form();
    await Promise.all([issue(input), issue(input), issue(input)]);
    await issue(input);
    expect(calls('getQrCode')).toBe(1);
  });

  test('at many places is a job', async () => {
    const input = form({ targets: targetsOf(places.slice(0, 9)) });
    const result = await issue(input);
    expect(result).toMatchObject({ ok: true, data: { jobId: expect.any(String) } });
    expect(await issue(input)).toEqual(result);
    expect(calls('getQrCode')).toBe(0);
    expect(await readBatch(manager.scope, input.batch)).toHaveLength(9);
  });

  test.each([
    ['at more than 20 places', () => ({ targets: targetsOf(places.slice(0, 21)) })],
    ['for longer than a year', () => ({ to: hours(24 + 24 * 367) })],
  ])('%s needs the person to show who they are', async (_what, change) => {
    const input = form(change());
    expect(await issue(input)).toEqual({ ok: false, code: 'password-needed' });
    expect(await readBatch(manager.scope, input.batch)).toBeNull();
    expect(calls('getQrCode')).toBe(0);
    await confirm(manager);
    expect(await issue(input)).toMatchObject({ ok: true });
  });

  test('at 20 places, and for a year, does not', async () => {
    const year = new Date(`${hours(24)}Z`);
    year.setUTCFullYear(year.getUTCFullYear() + 1);
    expect(await issue(form({ targets: targetsOf(places.slice(0, 20)) }))).toMatchObject({ ok: true });
    expect(await issue(form({ to: year.toISOString().slice(0, 16) }))).toMatchObject({ ok: true });
  });

  test('a long code again after it failed needs it too', async () => {
    const input = form({ to: hours(24 + 24 * 367) });
    await confirm(manager);
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'getQrCode' });
    await issue(input);
    manager = await signInAs(manager.scope.account, simulator().accounts.manager.password, 'manager');
    const retry = () => manager.as(() => retryDoorcodesAction({ batch: input.batch }));
    expect(await retry()).toEqual({ ok: false, code: 'password-needed' });
    await confirm(manager);
    expect(await retry()).toMatchObject({ ok: true });
  });

  test('without a name is made, and shown without one', async () => {
    const input = form({ name: '  ' });
    expect(await issue(input)).toMatchObject({ ok: true });
    expect(await readBatch(manager.scope, input.batch)).toMatchObject([
      { name: '', state: 'confirmed', doorcode: { name: '' } },
    ]);
  });

  test.each([
    ['a name that is too long', { name: 'x'.repeat(41) }, { name: 'tooLong' }],
    ['a name with a line break', { name: 'a\nb' }, { name: 'invalid' }],
    ['no room', { targets: [] }, { targets: 'doorcodes.fieldErrors.noRoom' }],
    ['no beginning', { from: '' }, { from: 'required' }],
    ['a beginning that is none', { from: 'tomorrow' }, { from: 'badDate' }],
    ['an end before the beginning', { from: hours(48), to: hours(24) }, { to: 'badWindow' }],
    ['a window in the past', { from: hours(-48), to: hours(-24) }, { to: 'doorcodes.fieldErrors.over' }],
  ])('with %s is refused with a message at the field, and sends nothing', async (_, change, fields) => {
    const before = await getDb().selectFrom('doorcode_request').select('id').execute();
    expect(await issue(form(change))).toMatchObject({ ok: false, code: 'invalid-input', fields });
    expect(await getDb().selectFrom('doorcode_request').select('id').execute()).toEqual(before);
    expect(calls('getQrCode')).toBe(0);
  });

  test('is refused to strangers, other accounts, and a landlord who is no master', async () => {
    const input = form();
    expect(await asStranger(() => issueDoorcodesAction(input))).toMatchObject({ code: 'signed-out' });
    const { otherManager, landlord } = simulator().accounts;
    const foreign = await signInAs(otherManager.account, otherManager.password, 'manager');
    expect(await foreign.as(() => issueDoorcodesAction(input))).toMatchObject({ code: 'not-found' });
    const owner = await signInAs(landlord.account, landlord.password, 'landlord');
    const plain = (await readPlaces(owner.scope)).filter(
      ({ relation, locks }) => relation === 'landlord' && locks.length > 0,
    );
    const mine = form({ targets: targetsOf(plain.slice(0, 1)) });
    expect(await owner.as(() => issueDoorcodesAction(mine))).toMatchObject({ code: 'not-allowed' });
    expect(calls('getQrCode')).toBe(0);
  });
});

describe('what was issued', () => {
  const made = async () => {
    const input = form();
    await issue(input);
    const [row] = (await readBatch(manager.scope, input.batch)) ?? [];
    if (!row?.doorcode) throw new Error('not confirmed');
    return { batch: input.batch, code: row.doorcode };
  };

  test('is listed, counted, and shown by its batch', async () => {
    const { batch, code } = await made();
    const list = await manager.as(() => rowsRoute(get(`/api/doorcodes?q=${code.digits}`), nothing));
    const { rows } = (await list.json()) as { rows: { id: string }[] };
    expect(rows).toContainEqual(
      expect.objectContaining({ id: code.id, digits: code.digits, name: 'Plumber' }),
    );
    const counts = await doorcodeCounts(manager.scope);
    expect(counts.expiring48h).toBeGreaterThan(0);
    const params = Promise.resolve({ batch });
    const shown = await manager.as(() => batchRoute(get('/'), { params }));
    expect(await shown.json()).toMatchObject({ rows: [{ state: 'confirmed' }] });
  });

  test('is not there for strangers and other accounts', async () => {
    const { batch, code } = await made();
    const { account, password } = simulator().accounts.master;
    const other = await signInAs(account, password, 'landlord');
    const params = Promise.resolve({ batch });
    expect((await other.as(() => batchRoute(get('/'), { params }))).status).toBe(404);
    expect((await asStranger(() => rowsRoute(get('/api/doorcodes'), nothing))).status).toBe(401);
    const list = await other.as(() => rowsRoute(get(`/api/doorcodes?q=${code.digits}`), nothing));
    expect(await list.json()).toMatchObject({ total: 0 });
    expect(await other.as(() => revokeDoorcodeAction({ id: code.id }))).toMatchObject({ code: 'not-found' });
    const start = { selection: { all: false, ids: [code.id] }, requestKey: crypto.randomUUID(), expected: 1 };
    expect(await other.as(() => startDoorcodesJobAction(start))).toMatchObject({ code: 'not-found' });
  });

  test('is revoked, and its digits are in no audit entry', async () => {
    const { code } = await made();
    const result = await manager.as(() => revokeDoorcodeAction({ id: code.id }));
    expect(result).toMatchObject({ ok: true, data: { state: 'verified' } });
    const entries = await getDb().selectFrom('audit_entry').select(['subject', 'detail']).execute();
    expect(JSON.stringify(entries)).not.toContain(code.digits);
  });

  test('is not revoked together with others without the password typed again', async () => {
    const [one, two] = [await made(), await made()];
    const selection = { all: false, ids: [one.code.id, two.code.id] };
    const start = { selection, requestKey: crypto.randomUUID(), expected: 2 };
    const result = await manager.as(() => startDoorcodesJobAction(start));
    expect(result).toMatchObject({ ok: false, code: 'password-needed' });
    const all = { ...start, selection: { all: true, except: [], query: {} }, expected: 1 };
    expect(await manager.as(() => startDoorcodesJobAction(all))).toMatchObject({ code: 'password-needed' });
  });
});

test('a file with digits needs the person to show who they are', async () => {
  const download = () => manager.as(() => exportDoorcodes(get('/api/doorcodes/export?format=csv'), nothing));
  const refused = await download();
  expect([refused.status, await refused.json()]).toEqual([403, { error: 'password-needed' }]);
  await confirm(manager);
  // The words of a file come from Next, which does not run here.
  expect((await download()).status).not.toBe(403);
});
