import { beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { readJob, readSteps } from '@/lib/jobs/data';
import { type Place, readPlaces } from '@/lib/jobs/places';
import { retryJob } from '@/lib/jobs/retry';
import { runJob } from '@/lib/jobs/runner';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { issueDoorcodesAction } from './actions';
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

/** A form for so many places; the cloud refuses the first `refused` of its requests. */
async function issue(count: number, refused: number, name = 'Roofer') {
  const input = {
    batch: crypto.randomUUID(),
    name,
    from: hours(24),
    to: hours(48),
    targets: places
      .slice(0, count)
      .map(({ gid, channel, locks }) => ({ gid, channel, lockIds: locks.map(({ id }) => id) })),
  };
  simulator().faults.next({ effect: 'answer', json: { re: 6 }, call: 'getQrCode', times: refused });
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
  test('is tried again once, and all digits stand on the page of its form', async () => {
    const { batch, jobId } = await issue(9, 3);
    expect((await statesOf(batch)).filter((state) => state === 'failed')).toHaveLength(3);
    const again = await retryJob(manager.scope, jobId, crypto.randomUUID());
    await expect(retryJob(manager.scope, jobId, crypto.randomUUID())).rejects.toMatchObject({
      code: 'conflict',
    });
    await runJob(again, going);
    expect(await readJob(manager.scope, again)).toMatchObject({ batch, total: 3, retryOf: jobId });
    expect(await statesOf(batch)).toEqual(places.slice(0, 9).map(() => 'confirmed'));
    expect((await readBatch(manager.scope, batch))?.every(({ doorcode }) => doorcode)).toBe(true);
    expect(codesNamed('Roofer')).toHaveLength(9);
  });

  test('tried again finds in the room’s list a code that was made meanwhile, and sends nothing for it', async () => {
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
    const again = await retryJob(manager.scope, jobId, crypto.randomUUID());
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

  test('tried again sends nothing where the room’s list cannot be read', async () => {
    const { jobId } = await issue(9, 1);
    simulator().faults.next({ effect: 'drop-before', call: 'GetQrList', times: null });
    const before = calls();
    const again = await retryJob(manager.scope, jobId, crypto.randomUUID());
    await runJob(again, going);
    expect(calls()).toBe(before);
    expect(await readSteps(manager.scope, again)).toMatchObject([{ state: 'failed' }]);
  });
});
