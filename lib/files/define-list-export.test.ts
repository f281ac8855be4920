import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
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
