import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { addBuilding } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { factsFor } from './facts';
import { readRound } from './keep-round';
import { readSummary } from './read-summary';
import { readRounds } from './run-rounds';

const pauses = vi.hoisted((): number[] => []);
vi.mock('node:timers/promises', async (original) => {
  const timers = await original<typeof import('node:timers/promises')>();
  const setTimeout: typeof timers.setTimeout = (ms, ...rest) => {
    pauses.push(ms ?? 0);
    return timers.setTimeout(ms, ...rest);
  };
  return { ...timers, setTimeout };
});

useDatabase();
const { simulator } = useSimulator({ size: { buildings: 1, flats: 2, days: 1, visitsPerDay: 1 } });

const hour = 3_600_000;
const patience = { timeout: 30_000, interval: 50 };

let scope: Scope;
beforeEach(async () => {
  simulator().reset();
  pauses.length = 0;
  for (const table of [
    'reading_round',
    'master_reading',
    'share_reading',
    'doorcode_reading',
    'session',
    'device_list',
  ] as const)
    await getDb().deleteFrom(table).execute();
  addBuilding(simulator().cloud, {
    name: 'Round House',
    rooms: 40,
    doors: 1,
    timezone: 8,
    visitsPerDay: 0,
    days: 0,
  });
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
});

const facts = () =>
  scope.channels.flatMap((at) => factsFor(scope, at).map((fact) => `${fact} ${at.gid} ${at.channel}`));
const names: Record<string, string> = { GetMainer: 'master', ShareList: 'shares', GetQrList: 'doorcodes' };
const asked = () =>
  simulator()
    .log()
    .flatMap(({ call, gid, channel }) => (names[call] ? [`${names[call]} ${gid} ${channel}`] : []));
const unused = () =>
  getDb()
    .updateTable('session')
    .set({ last_used_at: new Date(0) })
    .execute();

/** Runs rounds until `check` holds. */
async function during(check: () => Promise<void>, everyMs = hour): Promise<void> {
  const stop = new AbortController();
  const rounds = readRounds({ scope: () => scope, everyMs, signal: stop.signal });
  try {
    await vi.waitFor(check, patience);
  } finally {
    stop.abort();
    await rounds;
  }
}

const ended = async () => expect((await readRound(scope.workspaceId))?.endedAt).toBeTruthy();

describe('a round', () => {
  test('asks for each fact of each room once, and says how long it took and how old the oldest is', async () => {
    expect(await readSummary(scope)).toMatchObject({
      unread: new Set(scope.channels.map((c) => c.roomKey)).size,
    });
    await during(ended);
    expect(new Set(asked())).toEqual(new Set(facts()));
    // A list of doorcodes may take several pages.
    const single = asked().filter((one) => !one.startsWith('doorcodes'));
    expect(single).toHaveLength(new Set(single).size);
    const round = await readRound(scope.workspaceId);
    expect(round?.seconds).toBeGreaterThan(0);
    const summary = await readSummary(scope);
    expect(summary).toMatchObject({ unread: 0, roundSeconds: round?.seconds });
    expect(Date.parse(summary.oldestReadAt ?? '')).toBeGreaterThanOrEqual(round?.startedAt.getTime() ?? 0);
  });

  test('is not repeated before its time, and then reads all again, the oldest first', async () => {
    await during(ended);
    const before = asked().length;
    await during(async () => expect(asked()).toHaveLength(before));
    expect(asked()).toHaveLength(before);
    const [oldest] = scope.channels;
    await getDb()
      .updateTable('share_reading')
      .set({ tried_at: new Date(0) })
      .where('gid', '=', oldest?.gid ?? '')
      .where('channel', '=', oldest?.channel ?? 0)
      .execute();
    await getDb()
      .updateTable('reading_round')
      .set({ started_at: new Date(Date.now() - 2 * hour) })
      .execute();
    await during(async () => {
      expect(asked().length).toBeGreaterThan(before);
      await ended();
    });
    expect(new Set(asked().slice(before))).toEqual(new Set(facts()));
    // Sixteen calls leave at once.
    expect(asked().slice(before, before + 16)).toContain(`shares ${oldest?.gid} ${oldest?.channel}`);
  });

  test('that was cut short goes on where it ended, and asks for nothing twice', async () => {
    simulator().faults.set({ latencyMs: 20 });
    await during(async () => expect(asked().length).toBeGreaterThan(20));
    expect(asked().length).toBeLessThan(facts().length);
    expect((await readRound(scope.workspaceId))?.endedAt).toBeNull();
    simulator().faults.set({ latencyMs: 0 });
    await during(ended);
    expect(new Set(asked())).toEqual(new Set(facts()));
    const single = asked().filter((one) => !one.startsWith('doorcodes'));
    // The calls that the stop cut are asked again: at most those that were on their way.
    expect(single.length - new Set(single).size).toBeLessThanOrEqual(16);
  });

  test('takes a quarter of the calls at once while people use Doordesk', async () => {
    simulator().faults.set({ latencyMs: 20 });
    await unused();
    await during(ended);
    const most = simulator().stats().maxInFlight;
    expect(most).toBeGreaterThan(4);
    await getDb()
      .updateTable('reading_round')
      .set({ started_at: new Date(Date.now() - 2 * hour) })
      .execute();
    await getDb().updateTable('session').set({ last_used_at: new Date() }).execute();
    simulator().cloud.log.reset();
    await during(ended);
    expect(simulator().stats().maxInFlight).toBeLessThanOrEqual(4);
  });

  test('ends nothing and overwrites nothing when the cloud is silent, and rests for a while', async () => {
    await during(ended);
    const kept = await getDb()
      .selectFrom('master_reading')
      .select(['gid', 'channel', 'master', 'read_at'])
      .execute();
    await getDb()
      .updateTable('reading_round')
      .set({ started_at: new Date(Date.now() - 2 * hour) })
      .execute();
    const before = asked().length;
    simulator().faults.next({ effect: 'status', status: 500, times: null });
    await during(async () => {
      const failed = await getDb()
        .selectFrom('master_reading')
        .select('gid')
        .where('state', '=', 'failed')
        .execute();
      expect(failed.length).toBeGreaterThan(0);
    });
    expect(asked().length - before).toBeLessThan(facts().length);
    expect((await readRound(scope.workspaceId))?.endedAt).toBeNull();
    expect(
      await getDb().selectFrom('master_reading').select(['gid', 'channel', 'master', 'read_at']).execute(),
    ).toEqual(expect.arrayContaining(kept));
  });

  test.each([
    ['the cloud answers nothing', { effect: 'status', status: 500, times: null } as const],
    ['the cloud refuses the password', { effect: 'answer', json: { re: 4 }, times: null } as const],
  ])('that is left because %s goes on only after a minute', async (_, fault) => {
    simulator().faults.next(fault);
    await during(async () => expect(pauses).toContain(60_000));
    expect((await readRound(scope.workspaceId))?.endedAt).toBeNull();
    expect(asked().length).toBeLessThan(facts().length);
  });

  test('is not made while the password is in doubt', async () => {
    const doubted = vi.fn(() => ({ ...scope, inDoubt: true }));
    const stop = new AbortController();
    const rounds = readRounds({ scope: doubted, everyMs: hour, signal: stop.signal });
    await vi.waitFor(() => expect(doubted).toHaveBeenCalled(), patience);
    stop.abort();
    await rounds;
    expect(asked()).toEqual([]);
    expect(await readRound(scope.workspaceId)).toBeNull();
  });
});
