import { beforeEach, expect, test } from 'vitest';
import { connectOwn } from '@/lib/auth/connection';
import { callerOf, findScope } from '@/lib/auth/scope';
import { getDb, getPool } from '@/lib/db/client';
import type { BuildingCapability } from '@/lib/db/tables/members';
import { resumeJobs } from '@/lib/jobs/mutations';
import { readPlaces } from '@/lib/places/data';
import { useDatabase } from '@/lib/testing/database';
import { ageDeviceList } from '@/lib/testing/device-list';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { issueDoorcodesAction, retryDoorcodesAction } from './actions';
import { openRequests, readBatch } from './requests';
import { lookForDueRequests } from './send-request';
import { sendWaitingRequests } from './send-waiting';

useDatabase();
const { simulator } = useSimulator();

let holder: SignedIn;
let member: SignedInMember;

const signIn = () => {
  const { account, password } = simulator().accounts.manager;
  return signInAs(account, password, 'manager');
};

beforeEach(async () => {
  simulator().reset();
  for (const table of [
    'session',
    'connection',
    'credential_doubt',
    'doorcode_request',
    'membership',
  ] as const)
    await getDb().deleteFrom(table).execute();
  holder = await signIn();
  const { workspaceId } = holder.scope;
  member = await memberIn({ workspaceId, grants: { everywhere: ['people', 'doorcodes'] } });
});

const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
const asked = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'getQrCode').length;

async function order(): Promise<string> {
  const [place] = await readPlaces(holder.scope);
  const lockIds = place?.locks.slice(0, 1).map(({ id }) => id);
  const batch = crypto.randomUUID();
  const issued = await member.as(() =>
    issueDoorcodesAction({
      batch,
      name: 'Plumber',
      from: wall(24),
      to: wall(48),
      targets: [{ gid: place?.gid, channel: place?.channel, lockIds }],
    }),
  );
  expect(issued).toMatchObject({ ok: true, data: { batch } });
  return batch;
}

const entries = async () => {
  const rows = await getDb()
    .selectFrom('audit_entry')
    .select(['outcome', 'detail', 'subject'])
    .where('action', '=', 'doorcodes.issue')
    .where('workspace_id', '=', holder.scope.workspaceId)
    .orderBy('seq', 'desc')
    .limit(2)
    .execute();
  const [place] = await readPlaces(holder.scope);
  for (const { subject } of rows)
    expect(subject).toBe(['Plumber', place?.buildingName, place?.unitLabel, place?.doorHere].join(' · '));
  return rows.reverse().map(({ outcome, detail: { waits = null } }) => ({ outcome, waits }));
};
const read = async (batch: string) => (await readBatch(holder.scope, batch))?.[0];
const connect = () => connectOwn(getDb(), callerOf(holder.scope));
const waits = { state: 'asked', code: 'no-connection' };

test('a code that a member orders without a connection waits, and is made once there is one', async () => {
  const batch = await order();
  expect(await read(batch)).toMatchObject(waits);
  const scope = await member.as(findScope);
  expect(scope && (await openRequests(scope))).toMatchObject([{ batch, count: 1, waiting: 1 }]);
  expect(await entries()).toEqual([
    { outcome: 'intent', waits: null },
    { outcome: 'done', waits: 'no-connection' },
  ]);
  // Long after: nothing is sent, and it is not given up.
  await getDb()
    .updateTable('doorcode_request')
    .set({ asked_at: new Date(0) })
    .execute();
  await lookForDueRequests();
  await sendWaitingRequests();
  expect(await read(batch)).toMatchObject(waits);
  expect(await member.as(() => retryDoorcodesAction({ batch }))).toMatchObject({ code: 'no-connection' });

  await connect();
  await Promise.all([sendWaitingRequests(), sendWaitingRequests()]);
  expect(await read(batch)).toMatchObject({ state: 'confirmed', code: null, doorcode: { name: 'Plumber' } });
  expect(asked()).toBe(1);
  // It names the same things as when it was ordered.
  expect(await entries()).toEqual([
    { outcome: 'intent', waits: null },
    { outcome: 'done', waits: null },
  ]);
});

test('it is made through the vendor account too, once its holder signs in', async () => {
  const batch = await order();
  const again = await signIn();
  await resumeJobs(again.scope.workspaceId, again.scope.sessionId);
  await sendWaitingRequests();
  expect(await read(batch)).toMatchObject({ state: 'confirmed' });
});

test('it may be ordered while no one reads the device list, which counts when it is sent', async () => {
  await getDb().deleteFrom('session').where('id', '=', holder.scope.sessionId).execute();
  await ageDeviceList(getPool(), { minutes: 10 });
  const batch = await order();
  expect(await read(batch)).toMatchObject(waits);
});

test('it is not made after the member has lost the right', async () => {
  const batch = await order();
  const grants = { workspace: [], buildings: [], everywhere: ['events'] satisfies BuildingCapability[] };
  await getDb()
    .updateTable('membership')
    .set({ grants: JSON.stringify(grants) })
    .execute();
  await connect();
  await sendWaitingRequests();
  expect(await read(batch)).toMatchObject({ state: 'failed', code: 'member-stopped' });
  expect(asked()).toBe(0);
});

test('it is not made after its period is over', async () => {
  const batch = await order();
  await getDb()
    .updateTable('doorcode_request')
    .set({ to_at: new Date(0) })
    .execute();
  await connect();
  await sendWaitingRequests();
  expect(await read(batch)).toMatchObject({ state: 'failed', code: 'no-connection' });
  expect(asked()).toBe(0);
});
