import { beforeEach, expect, test, vi } from 'vitest';
import { connectOwn } from '@/lib/auth/connection';
import { callerOf, findScope, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { issueDoorcodesAction } from '@/lib/doorcodes/actions';
import { loadFormRooms } from '@/lib/doorcodes/form-data';
import { readBatch } from '@/lib/doorcodes/requests';
import { sendWaitingRequests } from '@/lib/doorcodes/send-waiting';
import { findMissingLists } from '@/lib/readings/find-missing-lists';
import { refreshRoomWhenStale } from '@/lib/readings/refresh-room';
import { revealFixedPasswordAction } from '@/lib/rooms/actions';
import { useConnections } from '@/lib/testing/connections';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { useOneDoor } from '@/lib/testing/one-door';
import { confirmed } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { pauseConnectionAction, resumeConnectionAction } from './actions';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);
const { owner, signIn, add, now } = useConnections(simulator);

let member: SignedInMember;
let own: string;
beforeEach(async () => {
  for (const table of ['connection', 'throttle_try', 'doorcode_request'] as const)
    await getDb().deleteFrom(table).execute();
  door.give('landlord', [0]);
  await signIn('manager', 'manager');
  await add('landlord', 'landlord');
  const scope = await now();
  own = scope.connectionId;
  await connectOwn(getDb(), callerOf(scope));
  member = await confirmed(
    await memberIn({
      workspaceId: scope.workspaceId,
      grants: { everywhere: ['doorcodes', 'people', 'reveal'] },
    }),
  );
  expect(await owner().as(() => pauseConnectionAction({ id: own }))).toMatchObject({ ok: true });
});

async function seen(): Promise<Scope> {
  const scope = await member.as(findScope);
  if (!scope) throw new Error('no session');
  return scope;
}

/** That only the paused account lists. */
function unlistedIn({ channels }: Scope) {
  const found = channels.find(({ through = [] }) =>
    through.every(({ connectionId }) => connectionId === own),
  );
  if (!found) throw new Error('every room has another account');
  return found;
}

/** A code of the member for that room. Returns its batch. */
async function order(): Promise<string> {
  const scope = await seen();
  const { gid, channel, roomKey } = unlistedIn(scope);
  const form = (await loadFormRooms(scope)).find((room) => room.roomKey === roomKey);
  const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
  const batch = crypto.randomUUID();
  const lockIds = form?.doors[0]?.locks.slice(0, 1).map(({ id }) => id);
  const input = { batch, name: 'Waits', from: wall(26), to: wall(28), targets: [{ gid, channel, lockIds }] };
  expect(await member.as(() => issueDoorcodesAction(input))).toMatchObject({ ok: true });
  return batch;
}

const stateOf = async (batch: string) =>
  (await readBatch(await seen(), batch))?.map((row) => [row.state, row.code]);

test('where no working connection lists a room, pages say so at once, and reading it again says why it is not', async () => {
  const scope = await seen();
  expect(scope.callers).toHaveLength(1);
  const rooms = expect.any(Number);
  expect(await findMissingLists(scope)).toContainEqual({
    ...{ account: scope.account, state: 'paused', what: 'all', rooms },
  });
  const { roomKey } = unlistedIn(scope);
  await expect(refreshRoomWhenStale(scope, roomKey, { anyway: true })).rejects.toMatchObject({
    code: 'connection-stopped',
  });
  const listed = scope.channels.find(({ through }) => (through?.length ?? 0) > 1);
  expect(await refreshRoomWhenStale(scope, listed?.roomKey ?? '', { anyway: true })).toBe(true);
});

test('a doorcode for it waits, and is made once its connection works again', async () => {
  const scope = await seen();
  const { roomKey } = unlistedIn(scope);
  const form = (await loadFormRooms(scope)).find((room) => room.roomKey === roomKey);
  expect(form).toMatchObject({ waits: true, through: { choices: [], byRule: [] } });
  const batch = await order();
  const state = () => stateOf(batch);
  expect(await state()).toEqual([['asked', 'no-connection']]);
  const entries = async () => (await getDb().selectFrom('audit_entry').select('seq').execute()).length;
  const before = await entries();
  await sendWaitingRequests();
  expect(await state()).toEqual([['asked', 'no-connection']]);
  // It may wait for weeks, and is looked at every few minutes.
  expect(await entries()).toBe(before);
  expect(await owner().as(() => resumeConnectionAction({ id: own }))).toMatchObject({ ok: true });
  await getDb()
    .updateTable('doorcode_request')
    .set({ next_try_at: new Date(0) })
    .execute();
  await sendWaitingRequests();
  expect(await state()).toEqual([['confirmed', null]]);
});

test('a waiting doorcode is not sent through a connection that is paused meanwhile, and not lost', async () => {
  const batch = await order();
  expect(await owner().as(() => resumeConnectionAction({ id: own }))).toMatchObject({ ok: true });
  await getDb()
    .updateTable('doorcode_request')
    .set({ next_try_at: new Date(0) })
    .execute();
  // Between the list that is read before, and the call itself.
  simulator().faults.next({ effect: 'late-answer', ms: 60_000, call: 'GetQrList', times: null });
  const sweep = sendWaitingRequests();
  const asked = () => simulator().stats().inFlight;
  await vi.waitFor(() => expect(asked()).toBeGreaterThan(0), 10_000);
  expect(await owner().as(() => pauseConnectionAction({ id: own }))).toMatchObject({ ok: true });
  simulator().faults.clear();
  await sweep;
  const sent = () =>
    simulator()
      .log()
      .filter(({ call }) => call === 'getQrCode').length;
  // Its holder is signed in, but nothing that a member ordered goes through their session.
  expect(sent()).toBe(0);
  expect(await stateOf(batch)).toEqual([['asked', 'no-connection']]);
  expect(await owner().as(() => resumeConnectionAction({ id: own }))).toMatchObject({ ok: true });
  await getDb()
    .updateTable('doorcode_request')
    .set({ next_try_at: new Date(0) })
    .execute();
  await sendWaitingRequests();
  expect(await stateOf(batch)).toEqual([['confirmed', null]]);
  expect(sent()).toBe(1);
});

test('what nothing can ask for is said before a second member is asked', async () => {
  const { gid, channel } = unlistedIn(await seen());
  const answer = await member.as(() => revealFixedPasswordAction({ gid, channel }));
  expect(answer).toEqual({ ok: false, code: 'connection-stopped' });
});
