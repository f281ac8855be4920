import { beforeAll, describe, expect, it } from 'vitest';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arrive, forget } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenEvents } from '../feed/freshen';
import { readStretches, recordOf } from './stretches';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
const { simulator } = useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const iso = (number: number) => day(number).toISOString();
const stored = (from: number, to: number, reaches_first = false) => ({
  channel: null,
  asked: true,
  size: 10,
  pruned: 0,
  reaches_first,
  oldest_at: day(from),
  newest_at: day(to),
});

describe('the record of a list', () => {
  it('has no gap when one stretch begins with the first record', () => {
    expect(recordOf([stored(1, 20, true)]).gaps).toEqual([]);
  });

  it('is being filled below what was read so far', () => {
    expect(recordOf([stored(15, 20), stored(8, 10), stored(3, 5)]).gaps).toEqual([
      { from: iso(10), to: iso(15), state: 'filling' },
      { from: iso(5), to: iso(8), state: 'filling' },
      { from: null, to: iso(3), state: 'filling' },
    ]);
  });

  it('is explained below a stretch that begins with the first record that the cloud has', () => {
    expect(recordOf([stored(15, 20), stored(8, 10, true), stored(3, 5), stored(1, 2, true)]).gaps).toEqual([
      { from: iso(10), to: iso(15), state: 'filling' },
      { from: iso(5), to: iso(8), state: 'forgotten' },
      { from: iso(2), to: iso(3), state: 'forgotten' },
    ]);
  });

  it('gives from and to in this order, also where the list’s times run backwards', () => {
    const record = recordOf([stored(9, 4), stored(12, 2, true)]);
    expect(record.stretches.map(({ from, to }) => [from, to])).toEqual([
      [iso(4), iso(9)],
      [iso(2), iso(12)],
    ]);
    expect(record.gaps).toEqual([{ from: iso(2), to: iso(9), state: 'filling' }]);
  });

  it('counts what retention removed apart, and finds no gap in a list that is not asked any more', () => {
    const record = recordOf([
      { ...stored(4, 9), pruned: 4, asked: false },
      { ...stored(1, 2), asked: false },
    ]);
    expect(record.stretches[0]).toMatchObject({ events: 6, removed: 4 });
    expect(record.gaps).toEqual([]);
  });
});

describe('the record of a door', () => {
  let scope: Scope;
  let gid: string;
  beforeAll(async () => {
    const { account, password } = simulator().accounts.manager;
    scope = await signInScope(account, password, 'manager');
    simulator().faults.set({ pageSize: 50 });
    await freshenEvents(scope, { deep: 'newest' });
    const busy = await getDb()
      .selectFrom('event_stretch')
      .select('gid')
      .where('reaches_first', '=', false)
      .orderBy('size', 'desc')
      .executeTakeFirstOrThrow();
    gid = busy.gid;
  });
  const record = async () => (await readStretches(scope, [gid])).get(gid)?.[0];

  it('says what is being filled, and what the cloud has forgotten meanwhile', async () => {
    expect((await record())?.gaps).toMatchObject([{ from: null, state: 'filling' }]);
    const many = Array.from({ length: 300 }, (_, index) => ({ type: 0, secondsAgo: 300 - index }));
    arrive(simulator().cloud, gid, many);
    forget(simulator().cloud, gid, 40);
    await freshenEvents(scope, { anyway: true, doors: [gid] });
    const now = await record();
    expect(now?.stretches.map(({ events, fromFirst }) => [events, fromFirst])).toEqual([
      [40, true],
      [expect.any(Number), false],
    ]);
    const [newer, older] = now?.stretches ?? [];
    expect(now?.gaps).toEqual([
      { from: older?.to, to: newer?.from, state: 'forgotten' },
      { from: null, to: older?.from, state: 'forgotten' },
    ]);
  });

  it('is shown to no other account', async () => {
    const { account, password } = simulator().accounts.landlord;
    const landlord = await signInScope(account, password, 'landlord');
    const foreign = gidsOf(scope).filter((one) => !gidsOf(landlord).includes(one));
    expect((await readStretches(landlord, foreign)).size).toBe(0);
  });
});
