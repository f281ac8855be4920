import { beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { addShareAction, removeShareAction, startSharesJobAction } from './actions';
import { loadRoomsToShare } from './data';

useDatabase();
const { simulator } = useSimulator();

let master: SignedIn;
let door: { gid: string; channel: number };
const subMaster = 'lodger@harbor.example';

const enter = (name: 'master' | 'otherLandlord' | 'guest' | 'landlord') => {
  const { account, password } = simulator().accounts[name];
  return signInAs(account, password, name === 'guest' ? 'tenant' : 'landlord');
};
const sent = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'ShareAdd' || call === 'Sharedel');

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('change_request').execute();
  master = await enter('master');
  const [own] = master.scope.channels;
  if (!own) throw new Error('the master has no room');
  door = { gid: own.gid, channel: own.channel };
  const room = simulator().cloud.world.findRoom(door.gid, door.channel);
  if (room) room.shares = [];
});

describe.each([
  ['sharing', addShareAction, 'ShareAdd'],
  ['revoking', removeShareAction, 'Sharedel'],
] as const)('%s', (_, action, call) => {
  const run = (who: SignedIn, input: unknown = { doors: [door], subMaster }) => who.as(() => action(input));

  test('is refused to strangers, other accounts and accounts that are not room master, and sends nothing', async () => {
    expect(await asStranger(() => action({ doors: [door], subMaster }))).toMatchObject({
      code: 'signed-out',
    });
    expect(await run(await enter('otherLandlord'))).toMatchObject({ code: 'not-found' });
    expect(await run(master, { doors: [door, { gid: 'nobody', channel: 1 }], subMaster })).toMatchObject({
      code: 'not-found',
    });
    const guest = await enter('guest');
    const theirs = guest.scope.channels.map(({ gid, channel }) => ({ gid, channel }));
    expect(await run(guest, { doors: theirs, subMaster })).toMatchObject({ code: 'not-allowed' });
    const landlord = await enter('landlord');
    const owned = landlord.scope.channels
      .filter(({ relation }) => relation === 'landlord')
      .map(({ gid, channel }) => ({ gid, channel }));
    expect(await run(landlord, { doors: owned.slice(0, 1), subMaster })).toMatchObject({
      code: 'not-allowed',
    });
    expect(sent()).toEqual([]);
  });

  test('in several flats at once is a bulk change, so nothing is sent', async () => {
    const [, ...others] = master.scope.channels;
    const [own] = master.scope.channels;
    const elsewhere = others.find(({ roomKey }) => roomKey !== own?.roomKey);
    const doors = [door, { gid: elsewhere?.gid, channel: elsewhere?.channel }];
    expect(await run(master, { doors, subMaster })).toMatchObject({ ok: false, code: 'invalid-input' });
    expect(sent()).toEqual([]);
  });

  test.each([
    ['no door', () => ({ doors: [], subMaster }), 'doors'],
    ['no account', () => ({ doors: [door], subMaster: '' }), 'subMaster'],
    ['nothing', () => null, null],
  ])('with %s is refused with a message, and nothing is sent', async (_what, input, field) => {
    expect(await run(master, input())).toMatchObject({
      code: 'invalid-input',
      ...(field ? { fields: { [field]: expect.any(String) } } : {}),
    });
    expect(sent()).toEqual([]);
  });

  test('whose answer and whose reading back are lost is unknown, sent once, and audited as unknown', async () => {
    simulator().faults.next({ effect: 'drop-after', call });
    simulator().faults.next({ effect: 'drop-before', call: 'ShareList', times: null });
    expect(await run(master)).toMatchObject({
      ok: true,
      data: [{ outcome: { state: 'unknown', code: 'cloud-dropped' } }],
    });
    expect(sent()).toHaveLength(1);
    const last = await getDb()
      .selectFrom('audit_entry')
      .select(['action', 'outcome'])
      .where('outcome', '<>', 'intent')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(last).toEqual({
      action: action === addShareAction ? 'shares.add' : 'shares.remove',
      outcome: 'unknown',
    });
  });

  test.each([2, 3, 4, 5, 6])('that the cloud refuses with %i has failed', async (re) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call });
    expect(await run(master)).toMatchObject({ ok: true, data: [{ outcome: { state: 'failed' } }] });
  });
});

describe('one intent is sent once', () => {
  const add = (who: SignedIn, input: object = {}) =>
    who.as(() => addShareAction({ doors: [door], subMaster, ...input }));

  test('by four tabs at once: each learns the outcome', async () => {
    simulator().faults.next({ effect: 'latency', ms: 150, call: 'ShareAdd' });
    const tabs = [master, await enter('master'), master, await enter('master')];
    const answers = await Promise.all(
      tabs.map((tab, index) => add(tab, { subMaster: index % 2 ? subMaster.toUpperCase() : subMaster })),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: true, data: [{ outcome: { state: 'verified' } }] });
    }
    expect(sent()).toHaveLength(1);
  });

  test('by four tabs one after the other', async () => {
    for (let tab = 0; tab < 4; tab++) {
      expect(await add(await enter('master'))).toMatchObject({
        ok: true,
        data: [{ outcome: { state: 'verified', ...(tab > 0 ? { already: true } : {}) } }],
      });
    }
    expect(sent()).toHaveLength(1);
  });

  test('by a form that is sent again, whose lost answer is then looked for', async () => {
    const requestKey = crypto.randomUUID();
    simulator().faults.next({ effect: 'drop-after', call: 'ShareAdd' });
    simulator().faults.next({ effect: 'drop-before', call: 'ShareList', times: null });
    expect(await add(master, { requestKey })).toMatchObject({ data: [{ outcome: { state: 'unknown' } }] });
    simulator().faults.clear();
    expect(await add(master, { requestKey })).toMatchObject({ data: [{ outcome: { state: 'verified' } }] });
    expect(sent()).toHaveLength(1);
    expect(await add(master, { requestKey, subMaster: 'guest@harbor.example' })).toMatchObject({
      data: [{ outcome: { state: 'failed', code: 'conflict' } }],
    });
    expect(sent()).toHaveLength(1);
  });

  test('and is sent again after the share was ended meanwhile', async () => {
    await add(master);
    await master.as(() => removeShareAction({ doors: [door], subMaster }));
    expect(await add(master)).toMatchObject({ data: [{ outcome: { state: 'verified' } }] });
    expect(sent().map(({ call }) => call)).toEqual(['ShareAdd', 'Sharedel', 'ShareAdd']);
  });

  test('and is not held up by one whose process was killed', async () => {
    await add(master);
    await master.as(() => removeShareAction({ doors: [door], subMaster }));
    await getDb()
      .updateTable('change_request')
      .set({ outcome: null, begun_at: new Date(Date.now() - 3 * 60_000) })
      .where('action', '=', 'shares.add')
      .execute();
    expect(await add(master)).toMatchObject({ data: [{ outcome: { state: 'verified' } }] });
    expect(sent()).toHaveLength(3);
  });
});

test('ending several shares needs the account’s own selection, an agreed number and the password', async () => {
  const start = (who: SignedIn, change: object = {}) =>
    who.as(() =>
      startSharesJobAction({
        selection: { all: true, except: [], query: {} },
        expected: 1,
        requestKey: crypto.randomUUID(),
        ...change,
      }),
    );
  expect(await asStranger(() => startSharesJobAction({}))).toMatchObject({ code: 'signed-out' });
  expect(await start(master, { requestKey: 'x' })).toMatchObject({ code: 'invalid-input' });
  expect(await start(await enter('guest'))).toMatchObject({ code: 'not-allowed' });
  expect(await start(master)).toMatchObject({ code: 'password-needed' });
  expect(await start(master, { selection: { all: false, ids: ['another person’s'] } })).toMatchObject({
    ok: false,
  });
  expect(sent()).toEqual([]);
});

test('only rooms that an account may share are offered, each with its doors', async () => {
  const offered = async (name: Parameters<typeof enter>[0]) => loadRoomsToShare((await enter(name)).scope);
  const own = await offered('master');
  expect(own.flatMap(({ doors }) => doors)).toContainEqual({ ...door, door: expect.any(String) });
  expect(new Set(own.map(({ roomKey }) => roomKey)).size).toBe(own.length);
  // A sub-master, and a landlord who is no room master.
  expect(await offered('guest')).toEqual([]);
  const landlord = await enter('landlord');
  const shareable = landlord.scope.channels.filter(({ relation }) => relation !== 'landlord');
  expect((await loadRoomsToShare(landlord.scope)).flatMap(({ doors }) => doors)).toHaveLength(
    shareable.length,
  );
});
