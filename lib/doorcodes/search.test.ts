import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { storeChannels } from '@/lib/devices/mutations';
import { Secret } from '@/lib/doordeer/secret';
import { keepDoorcodes } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { listDoorcodes } from './data';
import { doorcodesQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

const codes: [unit: string, name: string][] = [
  ['10A', 'Zoë Größl'],
  ['2A', 'Ｚｏｏ Café'],
  ['1A', 'ΝΙΚΟΣ 10'],
  ['９Ａ', 'νικος 9'],
];
let scope: Scope;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  const signedIn = await signInScope(account, password, 'manager');
  const { channels } = await storeChannels(signedIn, {
    ...(await drawReadingOrder()),
    channels: codes.map(([unitLabel], at) => ({
      gid: 'G1',
      channel: at + 1,
      kind: 'doorbell',
      model: 'D100',
      buildingName: 'Große Höfe',
      unitLabel,
      relation: 'landlord',
      locks: [],
      timezone: 8,
      devicePassword: new Secret(''),
      fixedPassword: new Secret(''),
    })),
  });
  scope = { ...signedIn, channels };
  await keepDoorcodes(
    scope.workspaceId,
    codes.map(([, name], at) => ({
      gid: 'G1',
      channel: at + 1,
      asked: 1,
      askedAt: new Date(),
      state: 'ok',
      value: [
        {
          name,
          validType: 3,
          from: { date: '2026-11-24', time: '09:00:00' },
          to: { date: '2126-11-24', time: '12:00:00' },
          digits: `0805320${at}`,
          pictureUrl: '',
          lockIds: [],
          usable: true,
        },
      ],
    })),
  );
});

const found = async (query: Record<string, string>) =>
  (await listDoorcodes(scope, doorcodesQuery.parse(query))).rows;

describe('the list of doorcodes', () => {
  it.each([
    ['ZOË', ['Zoë Größl']],
    ['GRÖSSL', ['Zoë Größl']],
    ['größl', ['Zoë Größl']],
    ['Ｚｏë', ['Zoë Größl']],
    ['zoo café', ['Ｚｏｏ Café']],
    ['Νικοσ', ['ΝΙΚΟΣ 10', 'νικος 9']],
    ['zo\u200bë', ['Zoë Größl']],
    ['GROSSE HÖFE', ['ΝΙΚΟΣ 10', 'νικος 9', 'Zoë Größl', 'Ｚｏｏ Café']],
    ['9a', ['νικος 9']],
    ['0805 3201', ['Ｚｏｏ Café']],
    ['０８０５３２０１', ['Ｚｏｏ Café']],
    ['zoe_', []],
    ['%', []],
  ])('finds by "%s" whatever its case and width', async (q, names) => {
    const rows = await found({ q, sort: 'name', dir: 'asc' });
    expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  // All codes open from 2026-11-24 to 2126-11-24.
  it.each([
    [{ from: '2026-12-01', to: '2026-12-02' }, 4],
    [{ to: '2026-11-24' }, 4],
    [{ to: '2026-11-23' }, 0],
    [{ from: '2126-11-24' }, 4],
    [{ from: '2126-11-25' }, 0],
  ])('finds codes that open on a day of %o', async (days, count) => {
    expect(await found(days)).toHaveLength(count);
  });

  it('puts room 10A after 1A, 2A and 9A in full width, in both directions', async () => {
    const units = async (dir: string) => (await found({ sort: 'room', dir })).map(({ unit }) => unit);
    expect(await units('asc')).toEqual(['1A', '2A', '９Ａ', '10A']);
    expect(await units('desc')).toEqual(['10A', '９Ａ', '2A', '1A']);
  });

  it('orders names by their numbers, without case', async () => {
    expect((await found({ sort: 'name', dir: 'asc' })).map(({ name }) => name)).toEqual([
      'Zoë Größl',
      'Ｚｏｏ Café',
      'νικος 9',
      'ΝΙΚΟΣ 10',
    ]);
  });
});
