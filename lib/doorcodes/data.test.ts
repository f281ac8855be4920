import pg from 'pg';
import { expect, it, vi } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { loadShares } from '@/lib/shares/data';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { doorcodeCounts, loadDoorcodes, loadRoomDoorcodes } from './data';
import { doorcodesQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

const loaders: [string, (scope: Scope) => Promise<unknown>, { readings: RegExp; facts: RegExp }][] = [
  ['the list of doorcodes', (scope) => loadDoorcodes(scope, doorcodesQuery.parse({})), doorcodes()],
  [
    'the doorcodes of a flat',
    (scope) => loadRoomDoorcodes(scope, scope.channels[0]?.roomKey ?? ''),
    doorcodes(),
  ],
  ['the numbers of doorcodes', doorcodeCounts, doorcodes()],
  ['the list of shares', loadShares, { readings: /from share_reading as/, facts: /from "share"/ }],
];

function doorcodes() {
  return { readings: /from doorcode_reading where/, facts: /from doorcode d/ };
}

// A code stored between the two reads would be missing from a list that counts as complete, and would never be looked for again.
it.each(loaders)('%s is read after how well it is known', async (_what, load, { readings, facts }) => {
  const { account, password } = simulator().accounts.master;
  const scope = await signInScope(account, password, 'landlord');
  const order: string[] = [];
  const { query } = pg.Client.prototype;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const text = String(given[0]);
    const name = readings.test(text) ? 'readings' : facts.test(text) ? 'facts' : null;
    if (name) order.push(`${name} asked`);
    const answer = Reflect.apply(query, this, given) as Promise<unknown>;
    return name ? answer.finally(() => order.push(`${name} answered`)) : answer;
  });
  try {
    await load(scope);
  } finally {
    spy.mockRestore();
  }
  expect(order.indexOf('readings answered')).toBeGreaterThanOrEqual(0);
  expect(order.indexOf('facts asked')).toBeGreaterThan(order.indexOf('readings answered'));
});
