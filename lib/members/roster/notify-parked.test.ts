import { beforeEach, expect, test, vi } from 'vitest';
import { connectOwn, parkConnections } from '@/lib/auth/connection';
import { ensureWorkspace } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';
import { Secret } from '@/lib/doordeer/secret';
import { useDatabase } from '@/lib/testing/database';
import { drippingServer } from '@/lib/testing/dripping-server';
import { useFakeTime } from '@/lib/testing/fake-time';
import { bodyOf, useMailServer } from '@/lib/testing/mail-server';
import { addMember } from '@/lib/testing/member';
import { notifyParked } from './notify-parked';
import { mostMs } from './send-mail';

useDatabase();
const mail = useMailServer();
const time = useFakeTime();
const own = { account: 'manager@house.example', role: 'manager' as const, actor: 'Olga' };
const password = new Secret('of-the-vendor');

let workspaceId: string;
let id: string;

beforeEach(async () => {
  const db = getDb();
  for (const table of ['membership', 'connection', 'workspace'] as const)
    await db.deleteFrom(table).execute();
  workspaceId = await ensureWorkspace(db, own);
  id = await connectOwn(db, { ...own, workspaceId, password });
  const member = (name: string, workspace: 'connections' | 'approve', email?: string) =>
    addMember({ workspaceId, name, grants: { workspace: [workspace] }, ...(email ? { email } : {}) });
  const tag = crypto.randomUUID();
  await member('Olga', 'connections', `olga-${tag}@mail.example`);
  await member('Omar', 'connections', `omar-${tag}@mail.example`);
  await member('Nora', 'connections');
  await member('Carl', 'approve', `carl-${tag}@mail.example`);
  const other = await ensureWorkspace(db, { ...own, account: 'other@house.example' });
  await addMember({
    ...{ workspaceId: other, name: 'Otto', grants: { workspace: ['connections'] } },
    email: `otto-${tag}@mail.example`,
  });
});

const park = () => parkConnections(getDb(), { id });
const names = () => mail.received.map(({ to: [to = ''] }) => to.split('-')[0]).sort();

test('each member who can mend a parked connection gets one mail, also with two processes', async () => {
  mail.set();
  await notifyParked();
  expect(mail.received).toEqual([]);
  await park();
  await Promise.all([notifyParked(), notifyParked(), notifyParked()]);
  await notifyParked();
  expect(names()).toEqual(['olga', 'omar']);
  const [first] = mail.received;
  expect(first?.text).not.toContain(password.reveal());
  const body = bodyOf(first);
  expect(body).toContain('The cloud refuses the password of manager@house.example');
  expect(body).toContain('云端拒绝了 manager@house.example 的密码');
  expect(body).toContain('/connections');
  expect(body).not.toMatch(/\{|of-the-vendor/);

  await connectOwn(getDb(), { ...own, workspaceId, password });
  await park();
  await notifyParked();
  expect(names()).toEqual(['olga', 'olga', 'omar', 'omar']);
});

test('a connection that works again before the mail leaves gets none', async () => {
  mail.set();
  await park();
  await connectOwn(getDb(), { ...own, workspaceId, password });
  await notifyParked();
  expect(mail.received).toEqual([]);
});

test('without a mail server it waits, and a mail that fails is not repeated', async () => {
  await park();
  await notifyParked();
  mail.set();
  mail.refuse();
  await notifyParked();
  expect(names()).toEqual(['olga', 'omar']);
  await notifyParked();
  expect(names()).toEqual(['olga', 'omar']);
});

async function parkSecond(): Promise<void> {
  const second = { ...own, account: 'second@house.example', workspaceId, password };
  await parkConnections(getDb(), { id: await connectOwn(getDb(), second) });
}

test('a mail server that never ends its answer holds up no later notice', async () => {
  await park();
  await using server = await drippingServer('ehlo');
  mail.set(server.url);
  time.stop();
  const run = notifyParked();
  await time.until(() => server.hasBegun());
  // Not while the database works: its own limits would pass too.
  await time.passUntil(run, () => !server.isLeft(), 500);
  await time.until(() => server.isLeft());
  // Of two mails, and the closing of two connections.
  expect(performance.now()).toBeLessThanOrEqual(2 * mostMs + 5_000);
  vi.useRealTimers();
  mail.set();
  await parkSecond();
  await notifyParked();
  expect(names()).toEqual(['olga', 'omar']);
});

test('a process that ends gives up the mail that it sends, and leaves further notices to another', async () => {
  await park();
  await parkSecond();
  await using server = await drippingServer('ehlo');
  mail.set(server.url);
  const stop = new AbortController();
  const run = notifyParked(stop.signal);
  await time.until(() => server.hasBegun());
  stop.abort();
  await run;
  mail.set();
  await notifyParked();
  expect(names()).toEqual(['olga', 'omar']);
});
