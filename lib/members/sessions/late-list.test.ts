import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GET as listRooms } from '@/app/api/rooms/route';
import { connectOwn } from '@/lib/auth/connection';
import { listWait } from '@/lib/auth/device-list';
import { callerOf, findScope, type Scope } from '@/lib/auth/scope';
import { endSessions } from '@/lib/auth/session';
import { enterWorkspace } from '@/lib/auth/switch-view';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { useDatabase } from '@/lib/testing/database';
import { addMembership, memberIn, type SignedInMember } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { switchWorkspaceAction } from './actions';

useDatabase();
const { simulator } = useSimulator();

let here: Scope;
let there: Scope;
let building: string;
let member: SignedInMember;

const usual = listWait.ms;
afterEach(() => {
  listWait.ms = usual;
});

/** One person is in two workspaces: in `here` a caretaker of one building, in `there` an owner. */
beforeEach(async () => {
  for (const table of ['member', 'connection', 'session'] as const) await getDb().deleteFrom(table).execute();
  here = await connected('manager', 'manager');
  there = await connected('landlord', 'landlord');
  building = here.channels[0]?.buildingName ?? '';
  member = await memberIn({
    workspaceId: here.workspaceId,
    grants: grantsOfPreset('caretaker', [building]),
  });
  await addMembership({ workspaceId: there.workspaceId, memberId: member.memberId, grants: owner });
});

const owner: Grants = grantsOfPreset('owner', null);

async function connected(name: 'manager' | 'landlord', role: 'manager' | 'landlord'): Promise<Scope> {
  const { account, password } = simulator().accounts[name];
  const { scope } = await signInAs(account, password, role);
  await connectOwn(getDb(), callerOf(scope));
  await endSessions(getDb(), { ids: [scope.sessionId], reason: 'signed-out' });
  return scope;
}

async function outdate({ workspaceId }: Scope): Promise<void> {
  const old = sql<Date>`now() - interval '2 hours'`;
  const lists = getDb().updateTable('device_list').set({ read_at: old, tried_at: old });
  await lists.where('workspace_id', '=', workspaceId).execute();
}

/** A request waits for the list of `here`, which comes after `meanwhile`. */
async function whileListIsRead<T>(asking: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  await outdate(here);
  const late = { effect: 'late-answer', ms: 60_000, account: here.account, times: null } as const;
  simulator().faults.next(late);
  const answer = asking();
  await vi.waitFor(() => expect(simulator().stats().inFlight).toBeGreaterThan(0), 10_000);
  await meanwhile();
  simulator().faults.clear();
  return answer;
}

const ask = () => member.as(() => findScope());
const keysOf = (channels: Scope['channels']) => channels.map(({ roomKey }) => roomKey);

test('a list that is being read does not follow a member to their other workspace', async () => {
  listWait.ms = 1;
  const before = await whileListIsRead(ask, async () => {
    const switched = await member.as(() => switchWorkspaceAction({ workspaceId: there.workspaceId }));
    expect(switched).toMatchObject({ ok: true });
    await outdate(there);
    // What waits for the list of `here` waits too long for the test.
    listWait.ms = 60_000;
    const scope = await ask();
    expect(scope?.workspaceId).toBe(there.workspaceId);
    expect(keysOf(scope?.channels ?? [])).toEqual(keysOf(there.channels));
    const request = new Request('http://doordesk.test/api/rooms?size=100');
    const response = await member.as(() => listRooms(request, { params: Promise.resolve({}) }));
    const { total } = (await response.json()) as { total: number };
    expect(total).toBe(new Set(keysOf(there.channels)).size);
  });
  expect(before?.channels.every(({ buildingName }) => buildingName === building)).toBe(true);
});

test('a request that waited while the person went to another workspace shows nothing', async () => {
  const { workspaceId } = there;
  const answer = await whileListIsRead(ask, () =>
    enterWorkspace(getDb(), member.scope.sessionId, { workspaceId, memberId: member.memberId }),
  );
  expect(answer).toBeNull();
});

test('what a member lost while the list was read, is not in it', async () => {
  const change = (grants: Grants) =>
    getDb()
      .updateTable('membership')
      .set({ grants: JSON.stringify(grants) })
      .where('workspace_id', '=', here.workspaceId)
      .execute();
  const scope = await whileListIsRead(ask, () => change({ workspace: [], everywhere: [], buildings: [] }));
  expect(scope?.channels).toEqual([]);
  await change(grantsOfPreset('caretaker', [building]));
  const gone = await whileListIsRead(ask, () =>
    getDb().deleteFrom('membership').where('workspace_id', '=', here.workspaceId).execute(),
  );
  expect(gone).toBeNull();
});
