import { beforeAll, describe, expect, test } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { VendorDoorcode, WallTime } from '@/lib/doordeer/words';
import { keepDoorcodes } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { doorcodeCounts, listDoorcodes, loadDoorcodes, loadRoomDoorcodes } from './data';
import { doorcodesQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

const wall = (text: string): WallTime => {
  const [date = '', time = ''] = text.split(' ');
  return { date, time };
};
const code = (
  digits: string,
  from: string | null,
  to: string | null,
  rest: Partial<VendorDoorcode> = {},
) => ({
  name: digits,
  validType: 3,
  from: from === null ? null : wall(from),
  to: to === null ? null : wall(to),
  digits,
  pictureUrl: '',
  lockIds: [],
  usable: true,
  ...rest,
});
const [past, future] = ['2020-05-01 10:00:00', '2199-05-01 10:00:00'];
const unreadable = { windowUnreadable: true };
const codes: [VendorDoorcode, string][] = [
  [code('11111111', past, future), 'live'],
  [code('22222222', null, null, unreadable), 'unreadable'],
  [code('33333333', past, null, unreadable), 'unreadable'],
  [code('44444444', null, future, unreadable), 'unreadable'],
  [code('12121212', future, past, unreadable), 'unreadable'],
  [code('55555555', past, past), 'lengthless'],
  [code('66666666', past, past, { usable: false }), 'expired'],
  [code('77777777', future, future), 'upcoming'],
  [code('88888888', null, null, { ...unreadable, usable: false }), 'expired'],
  [code('99999999', null, null), 'live'],
];

let scope: Scope;
let at: Scope['channels'][number];
const odd = codes.filter(([one]) => one.windowUnreadable).length;

const keep = async (value: VendorDoorcode[], skipped: number) =>
  keepDoorcodes(scope.workspaceId, [
    { gid: at.gid, channel: at.channel, ...(await drawReadingOrder()), state: 'ok', value, skipped },
  ]);

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  const [first] = scope.channels;
  if (!first) throw new Error('the manager has no room');
  at = first;
  await keep(
    codes.map(([one]) => one),
    odd,
  );
});

/** Digits of a code that ended long ago are not stored. */
const removed = '66666666';
const states = (rows: { digits: string | null; state: string }[]) =>
  Object.fromEntries(rows.map(({ digits, state }) => [digits ?? removed, state]));
const wanted = Object.fromEntries(codes.map(([{ digits }, state]) => [digits, state]));

describe('a doorcode whose window cannot be read, or has no length,', () => {
  test('is not called live or expired in the list, nor on its room’s page', async () => {
    expect(states((await listDoorcodes(scope, doorcodesQuery.parse({}))).rows)).toEqual(wanted);
    expect(states((await loadRoomDoorcodes(scope, at.roomKey))?.rows ?? [])).toEqual(wanted);
  });

  test('is found by what it is', async () => {
    for (const state of ['unreadable', 'lengthless', 'live', 'expired'] as const) {
      const { rows } = await listDoorcodes(scope, doorcodesQuery.parse({ state: [state] }));
      expect(states(rows)).toEqual(
        Object.fromEntries(Object.entries(wanted).filter(([, one]) => one === state)),
      );
    }
    expect((await listDoorcodes(scope, doorcodesQuery.parse({ state: ['expiring'] }))).rows).toEqual([]);
  });

  test('is counted separately', async () => {
    expect(await doorcodeCounts(scope)).toMatchObject({ live: 2, expired: 2, unclear: 5 });
  });

  test('is counted by the filters, which count codes and not rooms', async () => {
    const { rows, counts } = await loadDoorcodes(scope, doorcodesQuery.parse({}));
    expect(Object.fromEntries(counts.building)).toEqual({ [at.buildingName]: codes.length });
    const byState = Map.groupBy(rows, ({ state }) => state);
    expect(counts.state).toEqual(new Map([...byState].map(([state, { length }]) => [state, length])));
    const narrowed = await loadDoorcodes(scope, doorcodesQuery.parse({ state: ['live'] }));
    expect(narrowed.counts.building.get(at.buildingName)).toBe(2);
    expect(narrowed.counts.state).toEqual(counts.state);
  });

  test('makes its list partly read: the reading counts as failed, and missing codes do not count as revoked', async () => {
    const reading = () =>
      getDb()
        .selectFrom('doorcode_reading')
        .select(['state', 'error_code'])
        .where('workspace_id', '=', scope.workspaceId)
        .where('gid', '=', at.gid)
        .where('channel', '=', at.channel)
        .executeTakeFirstOrThrow();
    expect(await reading()).toEqual({ state: 'failed', error_code: 'cloud-nonsense' });
    await keep([code('22222222', null, null, unreadable)], 1);
    expect(states((await listDoorcodes(scope, doorcodesQuery.parse({}))).rows)).toEqual(wanted);
    await keep([code('11111111', past, future)], 0);
    expect(await reading()).toEqual({ state: 'ok', error_code: null });
    expect(states((await listDoorcodes(scope, doorcodesQuery.parse({}))).rows)).toEqual({ 11111111: 'live' });
  });
});
