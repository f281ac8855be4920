import { beforeAll, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { arrive } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenEvents } from '../feed/freshen';
import { eventsQuery } from '../search/schema';
import { listEvents } from './data';
import { groupPage, type VisitRow } from './visit-rows';

useDatabase();
const { simulator } = useSimulator();
let manager: Scope;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInScope(account, password, 'manager');
  const [one] = manager.channels;
  const other = manager.channels.find(({ gid }) => gid !== one?.gid);
  if (!one || !other) throw new Error('too few doors');
  arrive(simulator().cloud, one.gid, [
    { type: 0, channel: one.channel, secondsAgo: 60 },
    { type: 1, channel: one.channel, secondsAgo: 50 },
    { type: 4, channel: one.channel, secondsAgo: 40 },
    { type: 2, codeName: 'Alone', channel: one.channel, secondsAgo: 5 },
  ]);
  arrive(simulator().cloud, other.gid, [{ type: 0, channel: other.channel, secondsAgo: 45 }]);
  await freshenEvents(manager);
});

async function walk(limit: number, { dir = 'desc', most = 12 } = {}): Promise<VisitRow[]> {
  const rows: VisitRow[] = [];
  let after: string | null = null;
  do {
    const query = eventsQuery.parse({ limit, dir, ...(after ? { after } : {}) });
    const page = await groupPage(manager, query, await listEvents(manager, query));
    rows.push(...page.rows);
    after = page.next;
  } while (after && rows.length < most);
  return rows;
}

it('shows a visit once and whole, wherever a page ends, and no event twice', async () => {
  const whole = await walk(50);
  const visit = whole.find((row) => row.visit);
  expect(visit).toMatchObject({ type: 4, visit: [{ type: 1 }, { type: 0 }] });
  for (const limit of [1, 2, 3, 4]) {
    const paged = await walk(limit);
    expect(paged).toEqual(whole.slice(0, paged.length));
  }
});

it('shows the same visits oldest first, wherever a page ends', async () => {
  const whole = (await walk(500, { most: 10_000 })).toReversed();
  expect(whole.filter(({ visit }) => visit).length).toBeGreaterThan(1);
  for (const limit of [3, 50, 500]) {
    expect(await walk(limit, { dir: 'asc', most: 10_000 })).toEqual(whole);
  }
});

it('leaves the count to events', async () => {
  const query = eventsQuery.parse({ limit: 10 });
  const page = await listEvents(manager, query);
  expect((await groupPage(manager, query, page)).total).toBe(page.total);
});
