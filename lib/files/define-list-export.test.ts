import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { getDb, getPool } from '@/lib/db/client';
import { takeExportSlot } from '@/lib/files/write/connection';
import { askHeader } from '@/lib/http/ask-header';
import { useDatabase } from '@/lib/testing/database';
import { ageDeviceList } from '@/lib/testing/device-list';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { defineListExport } from './define-list-export';
import { exportApplication, openExport } from './write/connection';

useDatabase();
const { simulator } = useSimulator();
let manager: SignedIn;
let landlord: SignedIn;
let hasFailed = false;

const answer = defineListExport({
  list: 'numbers',
  query: z.object({}),
  read: async () => {
    if (hasFailed) throw new Error('cannot be read');
    const rows = Array.from({ length: 50_000 }, (_, number) => ({ number }));
    return { rows, columns: [{ key: 'number' as const, title: 'Number', type: 'number' as const }] };
  },
});

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
});

const ask = (who = manager, method = 'GET') =>
  who.as(() =>
    answer(new Request('http://doordesk.test/api/numbers/export?format=csv', { method }), {
      params: Promise.resolve({}),
    }),
  );

async function untilNoneRuns(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql`select from pg_stat_activity
        where application_name = ${exportApplication} and datname = current_database()`.execute(getDb());
      return rows.length;
    })
    .toBe(0);
}

test('lists and events together have three exports of an account at once, and other accounts their own', async () => {
  const events = await openExport(manager.scope.workspaceId);
  const running = [await ask(), await ask()];
  const refused = await ask();
  expect([refused.status, await refused.json()]).toEqual([429, { error: 'exports-busy' }]);
  const other = await ask(landlord);
  expect((await other.text()).trim().split('\n')).toHaveLength(50_001);
  events.close();
  for (const response of running) await response.body?.cancel();
  await untilNoneRuns();
  await (await ask()).text();
});

test('an export that ends, fails, is cancelled or is only asked for its head gives its place back', async () => {
  await (await ask(landlord)).text();
  await (await ask(landlord)).body?.cancel();
  const head = await ask(landlord, 'HEAD');
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
    200,
    'text/csv; charset=utf-8',
    '',
  ]);
  hasFailed = true;
  expect((await ask(landlord)).status).toBe(500);
  hasFailed = false;
  await expect.poll(() => countPlaces(landlord)).toBe(3);
});

async function countPlaces(who: SignedIn): Promise<number> {
  const tried = await Promise.allSettled([1, 2, 3].map(() => openExport(who.scope.workspaceId)));
  const open = tried.filter((one) => one.status === 'fulfilled');
  for (const { value } of open) value.close();
  return open.length;
}

test('without a connection only our own data is exported, and a browser can ask first why not', async () => {
  const rows = async function* () {
    yield { n: 1 };
  };
  const read = async () => ({ rows: rows(), columns: [{ key: 'n' as const, title: 'N' }] });
  const ours = defineListExport({ list: 'ours', isOwn: true, query: z.object({}), read });
  const theirs = defineListExport({ list: 'theirs', query: z.object({}), read });
  const member = await memberIn({
    workspaceId: manager.scope.workspaceId,
    grants: { everywhere: ['export', 'registers', 'people'] },
  });
  await getDb().deleteFrom('session').where('member_id', 'is', null).execute();
  await ageDeviceList(getPool(), { minutes: 6 });
  const get = (handler: typeof ours, headers: Record<string, string> = {}) =>
    member.as(() =>
      handler(new Request('http://doordesk.test/api/x/export?format=csv', { headers }), {
        params: Promise.resolve({}),
      }),
    );
  const entries = () =>
    getDb()
      .selectFrom('audit_entry')
      .select(['action', 'outcome'])
      .where('action', 'in', ['ours.export', 'theirs.export'])
      .orderBy('seq')
      .execute();
  const asks = { [askHeader]: '1' };
  expect((await get(ours, asks)).status).toBe(204);
  expect(await entries()).toEqual([]);
  expect(await (await get(ours)).text()).toContain('N');
  const slots = await Promise.all([1, 2, 3].map(() => takeExportSlot(member.scope.workspaceId)));
  const busy = await get(ours, asks);
  expect([busy.status, await busy.json()]).toEqual([429, { error: 'exports-busy' }]);
  for (const giveBack of slots) giveBack();
  const refused = await get(theirs, asks);
  expect([refused.status, await refused.json()]).toEqual([503, { error: 'no-connection' }]);
  expect((await entries()).at(-1)).toEqual({ action: 'theirs.export', outcome: 'refused' });
});
