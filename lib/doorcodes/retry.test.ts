import { beforeEach, describe, expect, test } from 'vitest';
import { runJob } from '@/lib/bulk/runner';
import { startRetry } from '@/lib/bulk/start-retry';
import { getDb } from '@/lib/db/client';
import { readJob, readSteps } from '@/lib/jobs/data';
import { cancelJob } from '@/lib/jobs/mutations';
import { type Place, readPlaces } from '@/lib/places/data';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { issueDoorcodesAction, retryDoorcodesAction, revokeDoorcodeAction } from './actions';
import { readBatch } from './requests';

useDatabase();
const { simulator } = useSimulator();
const going = new AbortController().signal;

let manager: SignedIn;
let places: Place[];
const calls = () =>
  simulator()
    .log()
    .filter((entry) => entry.call === 'getQrCode').length;
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString().slice(0, 16);
const codesNamed = (name: string) =>
  places.flatMap(({ gid, channel }) =>
    simulator()
      .cloud.world.codesOf(gid, channel)
      .filter((code) => code.name === name && !code.revoked),
  );

const issueOf = (count: number, name: string) => ({
  batch: crypto.randomUUID(),
  name,
  from: hours(24),
  to: hours(48),
  targets: places
    .slice(0, count)
    .map(({ gid, channel, locks }) => ({ gid, channel, lockIds: locks.map(({ id }) => id) })),
});

async function issue(count: number, refused: number, name = 'Roofer') {
  const input = issueOf(count, name);
  const refusal = { effect: 'answer', json: { re: 6 }, call: 'getQrCode' } as const;
  if (refused > 0) simulator().faults.next({ ...refusal, times: refused });
  const result = await manager.as(() => issueDoorcodesAction(input));
  if (!result.ok) throw new Error(result.code);
  const { jobId } = result.data;
  if (jobId) await runJob(jobId, going);
  simulator().faults.clear();
  return { batch: input.batch, jobId: jobId ?? '' };
}

const statesOf = async (batch: string) =>
  ((await readBatch(manager.scope, batch)) ?? []).map(({ state }) => state).sort();

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('doorcode_request').execute();
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  places = (await readPlaces(manager.scope)).filter((place) => place.locks.length > 0);
});

describe('a job of doorcodes', () => {
  test('is retried once, and all digits are on the page of its form', async () => {
    const { batch, jobId } = await issue(9, 3);
    expect((await statesOf(batch)).filter((state) => state === 'failed')).toHaveLength(3);
    const again = await startRetry(manager.scope, { jobId: jobId }, crypto.randomUUID());
    await expect(startRetry(manager.scope, { jobId: jobId }, crypto.randomUUID())).rejects.toMatchObject({
      code: 'conflict',
    });
    await runJob(again, going);
    expect(await readJob(manager.scope, again)).toMatchObject({ batch, total: 3, retryOf: jobId });
    expect(await statesOf(batch)).toEqual(places.slice(0, 9).map(() => 'confirmed'));
    expect((await readBatch(manager.scope, batch))?.every(({ doorcode }) => doorcode)).toBe(true);
    expect(codesNamed('Roofer')).toHaveLength(9);
  });

  test('finds a code that was made meanwhile, and sends nothing for it, when it is retried', async () => {
    const { batch, jobId } = await issue(9, 2, 'Late');
    const [late] = (await readBatch(manager.scope, batch))?.filter(({ state }) => state === 'failed') ?? [];
    const [alike] = codesNamed('Late');
    if (!late || !alike) throw new Error('nothing failed, or nothing was made');
    const lockIds = late.locks.map(({ id }) => id);
    const { digits } = simulator().cloud.world.createCode({
      ...alike,
      gid: late.gid,
      channel: late.channel,
      lockIds,
    });
    const before = calls();
    const again = await startRetry(manager.scope, { jobId: jobId }, crypto.randomUUID());
    await runJob(again, going);
    expect(calls()).toBe(before + 1);
    expect((await readSteps(manager.scope, again)).map(({ state }) => state)).toEqual([
      'verified',
      'verified',
    ]);
    const rows = (await readBatch(manager.scope, batch)) ?? [];
    expect(rows.map(({ doorcode }) => doorcode?.digits)).toContain(digits);
    expect(codesNamed('Late')).toHaveLength(9);
  });

  test('sends nothing, when it is retried, if the room’s list cannot be read', async () => {
    const { jobId } = await issue(9, 1);
    simulator().faults.next({ effect: 'drop-before', call: 'GetQrList', times: null });
    const before = calls();
    const again = await startRetry(manager.scope, { jobId: jobId }, crypto.randomUUID());
    await runJob(again, going);
    expect(calls()).toBe(before);
    expect(await readSteps(manager.scope, again)).toMatchObject([{ state: 'failed' }]);
  });

  test('says for each code that was not made on which job’s page it can be retried', async () => {
    const { batch, jobId } = await issue(9, 2);
    const failed = async () =>
      ((await readBatch(manager.scope, batch)) ?? []).flatMap(({ retry }) => (retry ? [retry.jobId] : []));
    expect(await failed()).toEqual([jobId, jobId]);
    const again = await startRetry(manager.scope, { jobId: jobId }, crypto.randomUUID());
    simulator().faults.next({ effect: 'answer', json: { re: 6 }, call: 'getQrCode' });
    await runJob(again, going);
    expect(await failed()).toEqual([again]);
    expect(await manager.as(() => retryDoorcodesAction({ batch }))).toMatchObject({ code: 'conflict' });
  });

  test('that was cancelled does not claim that it will send what it left out', async () => {
    const input = issueOf(9, 'Cancelled');
    const result = await manager.as(() => issueDoorcodesAction(input));
    if (!result.ok) throw new Error(result.code);
    await cancelJob(manager.scope, result.data.jobId ?? '');
    expect(await statesOf(input.batch)).toEqual(input.targets.map(() => 'failed'));
    const rows = (await readBatch(manager.scope, input.batch)) ?? [];
    expect(rows.every(({ retry }) => retry === null)).toBe(true);
  });
});

describe('codes that no job made', () => {
  test('are retried once, on the page of their form', async () => {
    const { batch } = await issue(3, 3, 'Few');
    expect(await statesOf(batch)).toEqual(['failed', 'failed', 'failed']);
    const before = calls();
    const results = await Promise.all([1, 2, 3].map(() => manager.as(() => retryDoorcodesAction({ batch }))));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(calls()).toBe(before + 3);
    expect(await statesOf(batch)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect(codesNamed('Few')).toHaveLength(3);
    expect(await manager.as(() => retryDoorcodesAction({ batch }))).toMatchObject({ code: 'conflict' });
  });

  test('are not retried by strangers and other accounts', async () => {
    const { batch } = await issue(1, 1, 'Foreign');
    const { account, password } = simulator().accounts.otherManager;
    const other = await signInAs(account, password, 'manager');
    expect(await other.as(() => retryDoorcodesAction({ batch }))).toMatchObject({ code: 'not-found' });
    expect(await asStranger(() => retryDoorcodesAction({ batch }))).toMatchObject({ code: 'signed-out' });
    expect(await statesOf(batch)).toEqual(['failed']);
  });
});

describe('the page of a form', () => {
  test('says of a revoked code when the list was read in which it was missing', async () => {
    const { batch } = await issue(2, 0, 'Revoked');
    const [made] = (await readBatch(manager.scope, batch)) ?? [];
    if (!made?.doorcode) throw new Error('not confirmed');
    const { id } = made.doorcode;
    await getDb()
      .updateTable('doorcode_request')
      .set({ read_at: new Date(0) })
      .execute();
    expect(await manager.as(() => revokeDoorcodeAction({ id }))).toMatchObject({ ok: true });
    const [row, other] = (await readBatch(manager.scope, batch)) ?? [];
    const { gone_at } = await getDb()
      .selectFrom('doorcode')
      .select('gone_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ doorcode: null, goneAt: gone_at?.toISOString() });
    expect(other).toMatchObject({ goneAt: null, doorcode: { name: 'Revoked' } });
  });

  test('names the room of a code that is for one room, however many doors it has', async () => {
    const doors = [...new Map(places.map((place) => [place.gid, place])).values()].slice(0, 2);
    const tells = async (several: boolean) => {
      const input = issueOf(0, 'Rooms');
      const targets = doors.map(({ gid, channel, locks }) => ({
        ...{ gid, channel, lockIds: locks.map(({ id }) => id) },
        severalRooms: several,
      }));
      await manager.as(() => issueDoorcodesAction({ ...input, targets }));
      return ((await readBatch(manager.scope, input.batch)) ?? []).map(({ showsRoom }) => showsRoom);
    };
    expect(await tells(false)).toEqual([true, true]);
    expect(await tells(true)).toEqual([false, false]);
  });
});
