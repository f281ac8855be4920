import { sql } from 'kysely';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Scope, scopeOfSession } from '@/lib/auth/scope';
import { renewDueLists } from '@/lib/auth/watch-device-lists';
import { getDb } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';
import { removeMemberAction } from '@/lib/members/roster/actions';
import { refreshRoom } from '@/lib/readings/refresh-room';
import { setMaster } from '@/lib/simulator/control/alter-world';
import type { DemoName } from '@/lib/simulator/world/demo-people';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { useOneDoor } from '@/lib/testing/one-door';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { addConnectionAction, giveConnectionPasswordAction, removeConnectionAction } from './actions';
import { loadConnections } from './data';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);
let owner: SignedIn;

beforeEach(async () => {
  for (const table of ['connection', 'throttle_try', 'member', 'doorcode_reading', 'master'] as const)
    await getDb().deleteFrom(table).execute();
  door.give('landlord', [0]);
  door.give('otherLandlord', [1]);
  const { account, password } = simulator().accounts.landlord;
  setMaster(simulator().cloud, { gid: door.gid(), channel: door.rooms()[0] ?? 0 }, account);
  owner = await confirmed(await signInAs(account, password, 'landlord'));
});

async function add(name: DemoName, role: 'manager' | 'landlord', who = owner): Promise<string> {
  const { account, password } = simulator().accounts[name];
  expect(await who.as(() => addConnectionAction({ account, password, role }))).toMatchObject({ ok: true });
  const found = (await loadConnections(owner.scope)).find((one) => one.account === account);
  if (!found) throw new Error('not connected');
  return found.id;
}

const remove = (id: string) => owner.as(() => removeConnectionAction({ id }));

async function now({ scope: { sessionId } } = owner): Promise<Scope> {
  const scope = await scopeOfSession(sessionId);
  if (!scope) throw new Error('the session has ended');
  return scope;
}

const here = (scope: Scope) => scope.channels.filter(({ gid }) => gid === door.gid());
const rowsOf = async (
  table: 'device_list' | 'connection_channel' | 'doorcode_reading' | 'master',
  id: string,
) =>
  (await getDb().selectFrom(table).select('connection_id').where('connection_id', '=', id).execute()).length;
const stateOf = async (id: string) =>
  (await getDb().selectFrom('connection').select('state').where('id', '=', id).executeTakeFirst())?.state;

/** `change` happens between the cloud's work for this account and its answer. */
async function answeredAfter<T>(name: DemoName, asking: () => Promise<T>, change: () => Promise<unknown>) {
  const { account } = simulator().accounts[name];
  simulator().faults.next({ effect: 'late-answer', ms: 60_000, account, times: null });
  const answer = asking();
  await vi.waitFor(() => expect(simulator().stats().inFlight).toBeGreaterThan(0), 10_000);
  await change();
  simulator().faults.clear();
  return answer;
}

describe('what the cloud answers after the connection was removed', () => {
  test('as its device list, brings no room back', async () => {
    const id = await add('otherLandlord', 'landlord');
    expect(here(await now())).toHaveLength(2);
    const { workspaceId } = owner.scope;
    const member = await memberIn({ workspaceId, name: 'Mia', grants: grantsOfPreset('owner', null) });
    const old = sql<Date>`now() - interval '2 hours'`;
    await getDb()
      .updateTable('device_list')
      .set({ read_at: old, tried_at: old })
      .where('connection_id', '=', id)
      .execute();
    const read = async () => Promise.all(await renewDueLists());
    await answeredAfter('otherLandlord', read, async () => {
      expect(await remove(id)).toMatchObject({ ok: true });
    });
    expect(here(await now())).toHaveLength(1);
    expect(here(await now(member))).toHaveLength(1);
    expect(await now()).toMatchObject({ isMerged: false });
    expect(await rowsOf('device_list', id)).toBe(0);
    expect(await rowsOf('connection_channel', id)).toBe(0);
  });

  test('about a room that another connection lists, is not kept', async () => {
    const id = await add('manager', 'manager');
    const scope = await now();
    const room = here(scope).find(({ channel }) => channel === door.rooms()[0]);
    await answeredAfter(
      'manager',
      () => refreshRoom(scope, room?.roomKey ?? ''),
      async () => expect(await remove(id)).toMatchObject({ ok: true }),
    );
    for (const table of ['doorcode_reading', 'master'] as const) expect(await rowsOf(table, id)).toBe(0);
    expect(await rowsOf('doorcode_reading', scope.connectionId)).toBe(1);
  });

  test('to its new password, connects it no more', async () => {
    const id = await add('otherLandlord', 'landlord');
    const { password } = simulator().accounts.otherLandlord;
    const give = () => owner.as(() => giveConnectionPasswordAction({ id, password }));
    const answer = await answeredAfter('otherLandlord', give, () => remove(id));
    expect(answer).toEqual({ ok: false, code: 'not-found' });
    expect(await stateOf(id)).toBe('none');
    expect(await give()).toEqual({ ok: false, code: 'not-found' });
  });
});

describe('a password that is being proven', () => {
  test('connects nothing for a member who was removed meanwhile', async () => {
    const { workspaceId } = owner.scope;
    const grants = grantsOfPreset('owner', null);
    const member = await confirmed(await memberIn({ workspaceId, name: 'Mia', grants }));
    const { account, password } = simulator().accounts.otherLandlord;
    const answer = await answeredAfter(
      'otherLandlord',
      () => member.as(() => addConnectionAction({ account, password, role: 'landlord' })),
      async () =>
        expect(await owner.as(() => removeMemberAction({ id: member.memberId }))).toMatchObject({ ok: true }),
    );
    expect(answer).toEqual({ ok: false, code: 'not-allowed' });
    expect(await loadConnections(owner.scope)).toHaveLength(1);
    expect(here(await now())).toHaveLength(1);
  });
});

test('a connection that is being removed is not called while the lists are merged again', async () => {
  const id = await add('otherLandlord', 'landlord');
  const removing = await getDb()
    .transaction()
    .execute(async (trx) => {
      await lockByName(trx, `device-list:${owner.scope.workspaceId}`);
      const answer = remove(id);
      await vi.waitFor(async () => expect(await stateOf(id)).toBe('paused'), 10_000);
      expect((await now()).callers).toHaveLength(1);
      return { answer };
    });
  expect(await removing.answer).toMatchObject({ ok: true });
  expect(await stateOf(id)).toBe('none');
  expect(here(await now())).toHaveLength(1);
});
