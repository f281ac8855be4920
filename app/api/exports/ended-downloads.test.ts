import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { signOut } from '@/lib/auth/sign-out';
import { viewAs } from '@/lib/auth/switch-view';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { streamOf } from '@/lib/files/write/answer-download';
import { exportResponse } from '@/lib/files/write/stream';
import { changeMemberAction, removeMemberAction } from '@/lib/members/roster/actions';
import { switchWorkspaceAction } from '@/lib/members/sessions/actions';
import { useDatabase } from '@/lib/testing/database';
import { fillEvents } from '@/lib/testing/event-rows';
import { useFakeTime } from '@/lib/testing/fake-time';
import { addMembership, memberIn, type SignedInMember } from '@/lib/testing/member';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { storeFile } from '@/lib/testing/stored-file';
import { GET as exportEvents } from '../events/export/route';
import { GET as exportRooms } from '../rooms/export/route';
import { GET as readFile } from './[id]/file/route';

vi.mock('next/headers', async () => (await import('@/lib/testing/next-request')).nextHeaders);
vi.mock('next-intl/server', async () => (await import('@/lib/testing/next-request')).nextIntlServer);

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
const database = useDatabase();
const { simulator } = useSimulator();
const time = useFakeTime();
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.
const pieceBytes = 64 * 1024;
const grants: Grants = { workspace: [], everywhere: ['events', 'people', 'export'], buildings: [] };

let holder: SignedIn;
let workspaceId: string;
let member: SignedInMember;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  holder = await signInAs(account, password, 'manager');
  workspaceId = holder.scope.workspaceId;
  await fillEvents(database.url, workspaceId, 20_000);
  await storeFile(holder.scope);
  await getDb()
    .updateTable('export_chunk')
    .set({ bytes: randomBytes(1_000_000) })
    .execute();
  await getDb().updateTable('export_file').set({ bytes: 1_000_000, buildings: null }).execute();
});
beforeEach(async () => {
  await confirmed(holder);
  member = await memberIn({ workspaceId, grants });
});

const request = (path: string) => new Request(`http://doordesk.test/api/${path}?format=csv`);
const none = { params: Promise.resolve({}) };
const downloads = {
  events: () => exportEvents(request('events/export'), none),
  list: () => exportRooms(request('rooms/export'), none),
  async stored() {
    const { id } = await getDb()
      .selectFrom('export_file')
      .select('id')
      .where('kept', '=', true)
      .executeTakeFirstOrThrow();
    return readFile(request(`exports/${id}/file`), { params: Promise.resolve({ id }) });
  },
};
type Download = keyof typeof downloads;

/** With its first piece, which is not the whole. */
async function begin(which: Download, who: SignedIn = member) {
  const response = await who.as(downloads[which]);
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  if (!reader) throw new Error('no body');
  const first = await reader.read();
  expect(first.done).toBe(false);
  expect(first.value?.length).toBeLessThanOrEqual(pieceBytes);
  return reader;
}

/** The connection breaks, and not one further byte is given to it. */
async function expectBroken(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  await expect(reader.closed).rejects.toThrow('The download was ended.');
  await expect(reader.read()).rejects.toThrow('The download was ended.');
}

async function expectWhole(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  for (;;) if ((await reader.read()).done) return;
}

const ends: [string, () => Promise<unknown>][] = [
  ['their removal', () => holder.as(() => removeMemberAction({ id: member.memberId }))],
  ['their sign-out', () => signOut(member.token)],
  [
    'the end of their session in a process whose notification is lost',
    () => getDb().deleteFrom('session').where('id', '=', member.scope.sessionId).execute(),
  ],
  [
    'the loss of a capability',
    () =>
      holder.as(() =>
        changeMemberAction({ id: member.memberId, grants: { ...grants, everywhere: ['events', 'people'] } }),
      ),
  ],
];

describe.each(Object.keys(downloads) as Download[])('a download of %s that a member has begun', (which) => {
  test.each(ends)('breaks at %s', async (_what, end) => {
    const reader = await begin(which);
    expect(await end()).not.toMatchObject({ ok: false });
    await expectBroken(reader);
  });
});

test('a download of the vendor sign-in breaks at its sign-out', async () => {
  const { account, password } = simulator().accounts.manager;
  const other = await signInAs(account, password, 'manager');
  const reader = await begin('list', other);
  await signOut(other.token);
  await expectBroken(reader);
});

test('a download of a member who has gone to another workspace goes on, until they are removed from its own', async () => {
  const db = getDb();
  const there = await ensureWorkspace(db, { account: 'other@house.example', role: 'manager' });
  await addMembership({ workspaceId: there, memberId: member.memberId, grants });
  const [stays, broken] = [await begin('stored'), await begin('stored')];
  await viewAs(db, member.scope.sessionId, null);
  expect(await member.as(() => switchWorkspaceAction({ workspaceId: there }))).toMatchObject({ ok: true });
  await expectWhole(stays);
  expect(await holder.as(() => removeMemberAction({ id: member.memberId }))).toMatchObject({ ok: true });
  await expectBroken(broken);
});

test('an events export that was broken is recorded as cancelled', async () => {
  const reader = await begin('events');
  await signOut(member.token);
  await expectBroken(reader);
  const states = () =>
    getDb().selectFrom('export_file').select('state').where('member_id', '=', member.memberId).execute();
  await expect.poll(states).toEqual([{ state: 'cancelled' }]);
});

async function* endless(onEnd: () => void): AsyncGenerator<{ name: string }> {
  try {
    for (;;) yield { name: 'a' };
  } finally {
    onEnd();
  }
}

test('the source of a download ends with the request, also when no one reads', async () => {
  const gone = new AbortController();
  await new Promise<void>((resolve) => {
    exportResponse({
      format: 'csv',
      name: 'x',
      columns: [{ key: 'name', title: 'Name' }],
      rows: endless(resolve),
      reader: { scope: member.scope, signal: gone.signal },
    }).then(() => gone.abort());
  });
});

test('a download that no one takes for ten minutes breaks, and does not look whole', async () => {
  async function* bytes(): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from('half of it');
  }
  time.stop();
  let isCancelled = false;
  const source = {
    bytes: bytes(),
    async cancel() {
      isCancelled = true;
    },
  };
  const reader = streamOf(source, null).getReader();
  await reader.read();
  await time.pass(10 * 60_000);
  await expectBroken(reader);
  expect(isCancelled).toBe(true);
});
