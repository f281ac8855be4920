import { beforeAll, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { listEvents } from '../events/data';
import { freshenEvents } from '../feed/freshen';
import { readPatterns } from './event-patterns';
import { eventsQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

let scope: Scope;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  await freshenEvents(scope, { anyway: true });
});

it.each([{}, { type: '2' }, { zone: 'Asia/Shanghai' }])(
  'draws the events that the list has: %j',
  async (more) => {
    const query = eventsQuery.parse({ from: '2020-01-01', ...more });
    const found = await readPatterns(scope, query);
    if (found === 'too-many') throw new Error('too many');
    const sum = (counts: { count: number }[]) => counts.reduce((total, { count }) => total + count, 0);
    const { total } = await listEvents(scope, query);
    expect(sum(found.hours)).toBe(total);
    expect(sum(found.types)).toBe(total);
    expect(found.since).toBeNull();
  },
);

it('begins 90 days before the end when no beginning is asked for, and says so', async () => {
  const found = await readPatterns(scope, eventsQuery.parse({ to: '2026-06-30' }));
  expect(found).toMatchObject({ since: '2026-04-01' });
});
