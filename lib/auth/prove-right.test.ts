import { sql } from 'kysely';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { runJob } from '@/lib/bulk/runner';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { issueDoorcodesAction } from '@/lib/doorcodes/actions';
import { readJob } from '@/lib/jobs/data';
import { resumeWaiting, startJob } from '@/lib/jobs/mutations';
import { assignMasterAction } from '@/lib/masters/actions';
import { planMasters } from '@/lib/masters/bulk';
import { readPlaces } from '@/lib/places/data';
import { revealFixedPasswordAction } from '@/lib/rooms/actions';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { connectOwn } from './connection';
import { callerOf } from './scope';
import { endSessions } from './session';

useDatabase();
const { simulator } = useSimulator();

let vendor: SignedIn;
let member: SignedInMember;
let at: { gid: string; channel: number };
let building: string;

beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'member', 'connection', 'job', 'master_reading', 'throttle_try'] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  vendor = await confirmed(await signInAs(account, password, 'manager'));
  await connectOwn(getDb(), callerOf(vendor.scope));
  const [room] = vendor.scope.channels;
  at = { gid: room?.gid ?? '', channel: room?.channel ?? 0 };
  building = room?.buildingName ?? '';
  setMaster(simulator().cloud, at, null);
  const { workspaceId } = vendor.scope;
  member = await confirmed(await memberIn({ workspaceId, grants: here('masters', 'doorcodes', 'reveal') }));
});

const here = (...capabilities: Grants['everywhere']): Grants => ({
  workspace: [],
  everywhere: ['people'],
  buildings: [{ name: building, capabilities }],
});
const change = (grants: Grants) =>
  getDb()
    .updateTable('membership')
    .set({ grants: JSON.stringify(grants) })
    .where('member_id', '=', member.memberId)
    .execute();
const remove = () => getDb().deleteFrom('membership').where('member_id', '=', member.memberId).execute();
const signOut = ({ scope }: SignedIn) =>
  endSessions(getDb(), { ids: [scope.sessionId], reason: 'signed-out' });
const sent = (...calls: string[]) =>
  simulator()
    .log()
    .filter(({ call }) => calls.includes(call)).length;
const changes = () => sent('getQrCode', 'DelTemPwd', 'Authowner', 'AuthChange', 'ShareAdd', 'Sharedel');

/** The cloud answers this reading, which precedes the change, only after `meanwhile`. */
async function whileReading<T>(call: string, asking: () => Promise<T>, meanwhile: () => Promise<unknown>) {
  simulator().faults.next({ effect: 'late-answer', ms: 60_000, call, times: null });
  const answer = asking();
  await vi.waitFor(() => expect(simulator().stats().inFlight).toBeGreaterThan(0), 10_000);
  await meanwhile();
  simulator().faults.clear();
  return answer;
}

async function issue(who: SignedIn) {
  const place = (await readPlaces(vendor.scope)).find(
    ({ gid, channel }) => gid === at.gid && channel === at.channel,
  );
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString().slice(0, 16);
  const lockIds = place?.locks.map(({ id }) => id) ?? [];
  const input = { batch: crypto.randomUUID(), name: 'Plumber', from: hours(24), to: hours(48) };
  return who.as(() => issueDoorcodesAction({ ...input, targets: [{ ...at, lockIds }] }));
}

const assign = (who: SignedIn) =>
  who.as(() =>
    assignMasterAction({
      doors: [at],
      master: simulator().accounts.master.account,
      requestKey: crypto.randomUUID(),
    }),
  );

const requests = () =>
  getDb().selectFrom('doorcode_request').select(['state', 'code']).orderBy('asked_at', 'desc').execute();

describe('a change that is being prepared', () => {
  test('is not sent for a member who was removed meanwhile', async () => {
    await whileReading('GetQrList', () => issue(member), remove);
    expect(changes()).toBe(0);
    expect(await requests()).toEqual([{ state: 'failed', code: 'cloud-right-lost' }]);
  });

  test('is not sent for a member who lost the capability in that building', async () => {
    const answer = await whileReading(
      'GetMainer',
      () => assign(member),
      () => change(here('doorcodes')),
    );
    expect(answer).toMatchObject({
      ok: true,
      data: [{ outcome: { state: 'failed', code: 'cloud-right-lost' } }],
    });
    expect(changes()).toBe(0);
    await change(here('masters'));
    expect(await assign(member)).toMatchObject({ data: [{ outcome: { state: 'verified' } }] });
  });

  test('is not sent for a session that has ended, of a member or of the vendor’s account', async () => {
    for (const who of [member, vendor]) {
      const answer = await whileReading(
        'GetMainer',
        () => assign(who),
        () => signOut(who),
      );
      expect(answer).toMatchObject({ data: [{ outcome: { code: 'cloud-right-lost' } }] });
    }
    expect(changes()).toBe(0);
  });

  test('is not sent for a vendor sign-in once the workspace is closed to it', async () => {
    const close = () =>
      getDb()
        .insertInto('workspace_setting')
        .values({ workspace_id: vendor.scope.workspaceId, vendor_sign_in_closed: true })
        .execute();
    await whileReading('GetMainer', () => assign(vendor), close);
    expect(changes()).toBe(0);
    await getDb().deleteFrom('workspace_setting').execute();
  });

  test('is sent for a member who keeps the right', async () => {
    const answer = await whileReading(
      'GetMainer',
      () => assign(member),
      () => change(here('masters')),
    );
    expect(answer).toMatchObject({ data: [{ outcome: { state: 'verified' } }] });
    expect(changes()).toBe(1);
  });
});

test('a fixed password that comes after its reader lost the right is not shown', async () => {
  const reveal = () => member.as(() => revealFixedPasswordAction(at));
  expect(await reveal()).toMatchObject({ ok: true });
  expect(await whileReading('sign', reveal, () => change(here('doorcodes')))).toEqual({
    ok: false,
    code: 'not-allowed',
  });
  expect(
    await whileReading(
      'sign',
      () => vendor.as(() => revealFixedPasswordAction(at)),
      () => signOut(vendor),
    ),
  ).toEqual({
    ok: false,
    code: 'not-allowed',
  });
});

test('a change waits for the device list with the rights of afterwards', async () => {
  const old = sql<Date>`now() - interval '10 minutes'`;
  const outdate = () => getDb().updateTable('device_list').set({ read_at: old, tried_at: old }).execute();
  await outdate();
  expect(
    await whileReading(
      'sign',
      () => assign(member),
      () => change(here('doorcodes')),
    ),
  ).toEqual({
    ok: false,
    code: 'not-allowed',
  });
  await outdate();
  expect(
    await whileReading(
      'sign',
      () => assign(member),
      () => signOut(member),
    ),
  ).toEqual({
    ok: false,
    code: 'signed-out',
  });
});

test('a step of a job is not sent once its member lost the right, also when they have it again: it was stopped for good', async () => {
  const roomKey = vendor.scope.channels[0]?.roomKey ?? '';
  const { account: master } = simulator().accounts.master;
  const plan = await planMasters(member.scope, {
    action: 'assign',
    master,
    selection: { all: false, ids: [roomKey] },
    only: [at],
  });
  const id = await startJob(member.scope, plan, { requestKey: crypto.randomUUID() });
  const going = new AbortController().signal;
  const stateOf = async () => {
    const { state, waitCode, counts } = (await readJob(vendor.scope, id)) ?? {};
    return { state, waitCode, verified: counts?.verified };
  };
  await whileReading(
    'GetMainer',
    () => runJob(id, going),
    () => change(here('doorcodes')),
  );
  await resumeWaiting();
  await runJob(id, going);
  const stopped = { state: 'waiting', waitCode: 'not-allowed', verified: 0 };
  expect(await stateOf()).toEqual(stopped);
  await change(here('masters'));
  await getDb().updateTable('job').set({ state: 'queued' }).where('id', '=', id).execute();
  await runJob(id, going);
  expect(await stateOf()).toEqual(stopped);
  expect(changes()).toBe(0);
});
