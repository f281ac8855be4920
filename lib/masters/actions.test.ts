import { beforeEach, describe, expect, test } from 'vitest';
import { POST as previewRoute } from '@/app/api/jobs/preview/route';
import { getDb } from '@/lib/db/client';
import { confirmPasswordAction } from '@/lib/members/actions';
import { readPlaces } from '@/lib/places/data';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import {
  assignMasterAction,
  removeMasterAction,
  replaceMasterAction,
  startMastersJobAction,
} from './actions';

useDatabase();
const { simulator } = useSimulator();

let landlord: SignedIn;
let owned: { gid: string; channel: number; roomKey: string }[];
const master = 'master@harbor.example';
const changes = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'Authowner' || call === 'AuthChange').length;
const preview = (body: unknown) =>
  previewRoute(
    new Request('http://doordesk.test/api/jobs/preview', { method: 'POST', body: JSON.stringify(body) }),
    {
      params: Promise.resolve({}),
    },
  );

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('master_reading').execute();
  await getDb().deleteFrom('change_request').execute();
  const { account, password } = simulator().accounts.landlord;
  landlord = await signInAs(account, password, 'landlord');
  owned = landlord.scope.channels
    .filter(({ relation }) => relation === 'landlord')
    .map(({ gid, channel, roomKey }) => ({ gid, channel, roomKey }));
  for (const { gid, channel } of owned) {
    const room = simulator().cloud.world.findRoom(gid, channel);
    if (room) room.master = null;
  }
});

describe('one change', () => {
  test('at several doors reports the outcome of each', async () => {
    const [first] = owned;
    const doors = owned.filter(({ roomKey }) => roomKey === first?.roomKey);
    simulator().faults.next({ effect: 'answer', json: { re: 6 }, call: 'Authowner', gid: doors[0]?.gid });
    const result = await landlord.as(() => assignMasterAction({ doors, master }));
    if (!result.ok) throw new Error(result.code);
    expect(result.data).toHaveLength(doors.length);
    expect(result.data[0]?.outcome).toMatchObject({ state: 'failed', code: 'refused-wrong-account' });
    expect(result.data.slice(1).every(({ outcome }) => outcome.state === 'verified')).toBe(true);
    const places = (await readPlaces(landlord.scope)).filter(({ roomKey }) => roomKey === first?.roomKey);
    const { buildingName, unitLabel } = places[0] ?? {};
    const named = places.map(({ doorHere }) => doorHere).join(', ');
    const entry = await getDb()
      .selectFrom('audit_entry')
      .select('subject')
      .where('action', '=', 'masters.assign')
      .where('outcome', '=', 'intent')
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    expect(entry?.subject).toBe([master, buildingName, unitLabel, named].join(' · '));
    expect(doors.filter(({ gid }) => entry?.subject.includes(gid))).toEqual([]);
  });

  test('is sent once to a door that the browser names twice', async () => {
    const doors = owned.slice(0, 1).flatMap((door) => [door, { ...door }]);
    const result = await landlord.as(() => assignMasterAction({ doors, master }));
    expect(result.ok && result.data).toHaveLength(1);
    const sent = simulator()
      .log()
      .filter((entry) => entry.call === 'Authowner');
    expect(sent).toHaveLength(1);
  });

  test('by four tabs at once is sent once, and each learns the outcome', async () => {
    const doors = owned.slice(0, 1);
    simulator().faults.next({ effect: 'latency', ms: 150, call: 'Authowner' });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => landlord.as(() => assignMasterAction({ doors, master }))),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: true, data: [{ outcome: { state: 'verified' } }] });
    }
    expect(changes()).toBe(1);
  });

  test('of one form that is sent twice removes one master', async () => {
    const doors = owned.slice(0, 1);
    await landlord.as(() => assignMasterAction({ doors, master }));
    const form = { requestKey: crypto.randomUUID(), doors, expected: master };
    const answers = await Promise.all([1, 2].map(() => landlord.as(() => removeMasterAction(form))));
    expect(answers.map((answer) => answer.ok && answer.data[0]?.outcome.state)).toEqual([
      'verified',
      'verified',
    ]);
    expect(changes()).toBe(2);
  });

  test.each([
    ['removing', removeMasterAction],
    ['replacing', replaceMasterAction],
    ['assigning', assignMasterAction],
  ])('%s in several flats at once is not one change: nothing is sent', async (_what, action) => {
    const doors = [...new Map(owned.map((door) => [door.roomKey, door])).values()];
    expect(doors.length).toBeGreaterThan(1);
    const result = await landlord.as(() => action({ doors, master }));
    expect(result).toMatchObject({ ok: false, code: 'invalid-input' });
    expect(changes()).toBe(0);
  });

  test('is refused to a stranger', async () => {
    const result = await asStranger(() => assignMasterAction({ doors: owned, master }));
    expect(result).toMatchObject({ ok: false, code: 'signed-out' });
  });

  test('in a room of another account is not found', async () => {
    const { account, password } = simulator().accounts.otherLandlord;
    const other = await signInAs(account, password, 'landlord');
    const result = await other.as(() => assignMasterAction({ doors: owned, master }));
    expect(result).toMatchObject({ ok: false, code: 'not-found' });
  });

  test('that the role does not allow is refused', async () => {
    const { account, password } = simulator().accounts.guest;
    const subMaster = await signInAs(account, password, 'tenant');
    const doors = subMaster.scope.channels.map(({ gid, channel }) => ({ gid, channel }));
    expect(doors).not.toEqual([]);
    const result = await subMaster.as(() => removeMasterAction({ doors }));
    expect(result).toMatchObject({ ok: false, code: 'not-allowed' });
  });

  test.each([
    ['no door', { doors: [], master }, { doors: 'required' }],
    ['no account', { doors: [{ gid: 'G', channel: 1 }], master: ' ' }, { master: 'required' }],
    ['what is no account', { doors: [{ gid: 'G', channel: 1 }], master: 'bob' }, { master: 'badEmail' }],
  ])('with %s is refused with a message at the field', async (_, input, fields) => {
    const result = await landlord.as(() => assignMasterAction(input));
    expect(result).toMatchObject({ ok: false, code: 'invalid-input', fields });
  });
});

describe('a bulk change', () => {
  const keys = () => [...new Set(owned.map(({ roomKey }) => roomKey))];
  const input = (action: string) => ({ action, master, selection: { all: false, ids: keys() } });

  test('is previewed without changing or sending anything', async () => {
    const answer = await landlord.as(() => preview({ of: 'masters', input: input('assign') }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ counts: { change: owned.length, already: 0, blocked: 0 } });
    expect(changes()).toBe(0);
  });

  test.each([
    ['nonsense', 'nonsense', 400],
    ['an unknown selection', { of: 'masters', input: { action: 'assign', master } }, 400],
    [
      'an empty account',
      { of: 'masters', input: { action: 'assign', selection: { all: false, ids: ['x'] } } },
      400,
    ],
    [
      'another person’s room',
      { of: 'masters', input: { action: 'remove', selection: { all: false, ids: ['x'] } } },
      404,
    ],
  ])('of %s is refused', async (_, body, status) => {
    expect((await landlord.as(() => preview(body))).status).toBe(status);
  });

  test('starts only as the person has agreed to it', async () => {
    const requestKey = crypto.randomUUID();
    const started = (expected: number) =>
      landlord.as(() => startMastersJobAction({ ...input('assign'), requestKey, expected }));
    const { password } = simulator().accounts.landlord;
    await landlord.as(() => confirmPasswordAction({ password }));
    expect(await started(owned.length + 1)).toMatchObject({ ok: false, code: 'conflict' });
    const result = await started(owned.length);
    expect(result).toMatchObject({ ok: true });
    expect(await started(owned.length)).toEqual(result);
  });

  test.each(['assign', 'replace', 'remove'])(
    'that %ss several masters needs the password typed again',
    async (action) => {
      const start = () =>
        landlord.as(() =>
          startMastersJobAction({
            ...input(action),
            requestKey: crypto.randomUUID(),
            expected: owned.length,
          }),
        );
      expect(await start()).toMatchObject({ ok: false, code: 'password-needed' });
      const { password } = simulator().accounts.landlord;
      await landlord.as(() => confirmPasswordAction({ password }));
      expect(await start()).toMatchObject({ ok: true });
    },
  );
});
