import { beforeAll, beforeEach, expect, test } from 'vitest';
import { POST as keysAbout } from '@/app/api/keys/selection/route';
import { POST as peopleAbout } from '@/app/api/people/selection/route';
import { getDb } from '@/lib/db/client';
import type { BulkSelection } from '@/lib/table/selection';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createKeyAction, returnKeysAction } from '../keys/actions';
import { registerRooms } from '../rooms';
import { createPersonAction } from './actions';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let landlord: SignedIn;
let guest: SignedIn;
beforeAll(async () => {
  const { accounts } = simulator();
  const enter = (name: keyof typeof accounts, role: 'manager' | 'landlord' | 'tenant') =>
    signInAs(accounts[name].account, accounts[name].password, role);
  manager = await enter('manager', 'manager');
  landlord = await enter('landlord', 'landlord');
  guest = await enter('guest', 'tenant');
});
beforeEach(async () => {
  await getDb().deleteFrom('handed_key').execute();
  await getDb().deleteFrom('person').execute();
});

async function done<T>(result: Promise<{ ok: true; data: T } | { ok: false; code: string }>): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new Error(answer.code);
  return answer.data;
}

const room = (who: SignedIn) => registerRooms(who.scope)[0]?.roomKey ?? '';
const addPerson = (name: string, who = manager) =>
  done(
    who.as(() =>
      createPersonAction({
        name,
        email: '',
        phone: '',
        roomKey: room(who),
        movedIn: '',
        movedOut: '',
        note: '',
      }),
    ),
  );
const addKey = (number: string, personId: string, deposit = '') =>
  done(
    manager.as(() =>
      createKeyAction({
        ...{ kind: 'card', number, label: '', holder: '', personId, roomKey: room(manager), note: '' },
        ...{ state: 'handed-out', handedOn: '2026-05-01', endedOn: '', deposit, currency: 'CNY' },
      }),
    ),
  );

async function ask(handler: typeof peopleAbout, selection: BulkSelection, who: SignedIn | null = manager) {
  const request = () =>
    new Request('http://doordesk.test/api/people/selection', {
      method: 'POST',
      body: JSON.stringify({ selection }),
    });
  const call = () => handler(request(), { params: Promise.resolve({}) });
  const response = await (who ? who.as(call) : asStranger(call));
  return { status: response.status, body: await response.json() };
}

test('people are named and the keys of all are counted, on the page or not', async () => {
  const names = Array.from({ length: 10 }, (_, at) => `Person ${String.fromCharCode(65 + at)}`);
  const people = [];
  for (const name of names) people.push(await addPerson(name));
  for (const { id } of people) await addKey(`C-${id}`, id);
  const ids = people.map(({ id }) => id);
  const { body } = await ask(peopleAbout, { all: false, ids });
  expect(body).toMatchObject({ count: 10, keysOut: 10 });
  expect(body.people.map(({ name }: { name: string }) => name)).toEqual(names.slice(0, 8));
  // "All that match but one": only the server reads the filter.
  const all: BulkSelection = { all: true, except: ids.slice(0, 1), query: { q: 'person' } };
  expect((await ask(peopleAbout, all)).body).toMatchObject({ count: 9, keysOut: 9 });
  expect((await ask(peopleAbout, { ...all, query: { state: 'x' } })).status).toBe(400);
});

test('keys are named and the deposits summed, without those that came back', async () => {
  const { id } = await addPerson('Ada');
  const keys = [await addKey('1', id, '200.50'), await addKey('2', id, '100'), await addKey('3', id, '7')];
  await manager.as(() =>
    returnKeysAction({ selection: { all: false, ids: [keys[2]?.id] }, expected: 1, day: '2026-05-02' }),
  );
  const { body } = await ask(keysAbout, { all: true, except: [], query: {} });
  expect(body).toMatchObject({ count: 3, deposits: [{ currency: 'CNY', minor: 30_050 }] });
  expect(body.keys.map(({ number, holder }: { number: string; holder: string }) => [number, holder])).toEqual(
    [
      ['1', 'Ada'],
      ['2', 'Ada'],
      ['3', 'Ada'],
    ],
  );
});

test('another account’s entries are neither named nor counted', async () => {
  const { id } = await addPerson('Ada');
  const selection: BulkSelection = { all: false, ids: [id] };
  expect((await ask(peopleAbout, selection, landlord)).body).toEqual({ count: 0, people: [], keysOut: 0 });
  expect((await ask(peopleAbout, selection, guest)).status).toBe(403);
  expect((await ask(keysAbout, selection, guest)).status).toBe(403);
  expect((await ask(peopleAbout, selection, null)).status).toBe(401);
});
