import { beforeAll, beforeEach, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createKeyAction, updateKeyAction } from '../keys/actions';
import { readKey } from '../keys/data';
import { registerRooms } from '../rooms';
import { createPersonAction, removePeopleAction, restorePeopleAction, updatePersonAction } from './actions';
import { everybody, listPeople, readPerson, streamPeople } from './data';
import { peopleQuery } from './schema';
import { describePeople } from './selection';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let own: string;
let other: string;
/** Has the registers of one building each. */
let here: SignedInMember;
let there: SignedInMember;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  [own = '', other = ''] = [...new Set(manager.scope.channels.map(({ buildingName }) => buildingName))];
  const { workspaceId } = manager.scope;
  const caretakerOf = (name: string) =>
    memberIn({ workspaceId, grants: { buildings: [{ name, capabilities: ['registers', 'people'] }] } });
  [here, there] = [await caretakerOf(own), await caretakerOf(other)];
});
beforeEach(async () => {
  await getDb().deleteFrom('handed_key').execute();
  await getDb().deleteFrom('person').execute();
});

const roomIn = (building: string) =>
  registerRooms(manager.scope).find((room) => room.building === building)?.roomKey ?? '';

const paula = () => ({
  ...{ name: 'Paula', email: '', phone: '', movedIn: '', movedOut: '', note: '' },
  roomKey: roomIn(own),
});

/** Of the first building. */
async function addPaula() {
  const made = await manager.as(() => createPersonAction(paula()));
  if (!made.ok) throw new Error(made.code);
  return made.data;
}

const key = (building: string, number: string, personId: string) => ({
  ...{
    kind: 'card',
    number,
    label: '',
    holder: '',
    personId,
    roomKey: roomIn(building),
    state: 'handed-out',
  },
  ...{ handedOn: '2026-05-01', endedOn: '', deposit: '', currency: 'EUR', note: '' },
});

async function addKey(building: string, number: string, personId: string) {
  const made = await manager.as(() => createKeyAction(key(building, number, personId)));
  if (!made.ok) throw new Error(made.code);
  return made.data;
}

const remove = (id: string) =>
  here.as(() => removePeopleAction({ selection: { all: false, ids: [id] }, expected: 1 }));

test('keys of a building that a member does not see are in none of their counts', async () => {
  const { id } = await addPaula();
  await addKey(own, '1', id);
  for (const number of ['2', '3']) await addKey(other, number, id);
  const counts = async ({ scope }: SignedIn) => {
    const { rows } = await listPeople(scope, peopleQuery.parse({}));
    const exported: number[] = [];
    for await (const row of streamPeople(scope, { ...everybody, sort: 'name', dir: 'asc' }))
      exported.push(row.keysOut);
    const { keysOut } = await describePeople(scope, { all: false, ids: [id] });
    return [rows.map((row) => row.keysOut), exported, (await readPerson(scope, id))?.keysOut, keysOut];
  };
  expect(await counts(manager)).toEqual([[3], [3], 3, 3]);
  expect(await counts(here)).toEqual([[1], [1], 1, 1]);
});

test('a caretaker renames the holder of keys that they see, and of no others', async () => {
  const { id, revision } = await addPaula();
  const [near, far] = [await addKey(own, '1', id), await addKey(other, '2', id)];
  const changed = await here.as(() => updatePersonAction({ ...paula(), id, revision, name: 'Pauline' }));
  expect(changed).toMatchObject({ ok: true });
  expect(await readKey(manager.scope, near.id)).toMatchObject({ holder: 'Pauline', personId: id });
  expect(await readKey(there.scope, far.id)).toEqual(await readKey(manager.scope, far.id));
  expect(await readKey(there.scope, far.id)).toEqual(far);
  // It concerns this building only, so its members see the entry.
  const entry = await getDb()
    .selectFrom('audit_entry')
    .select('buildings')
    .where('action', '=', 'people.update')
    .where('outcome', '=', 'done')
    .executeTakeFirstOrThrow();
  expect(entry.buildings).toEqual([own]);

  const removed = await remove(id);
  if (!removed.ok) throw new Error(removed.code);
  expect(await readKey(there.scope, far.id)).toMatchObject({ holder: 'Paula', personId: null });
  // Put back, they hold the same keys as before.
  const batch = { batch: removed.data.batch };
  expect(await here.as(() => restorePeopleAction(batch))).toMatchObject({ ok: true });
  expect(await readKey(manager.scope, near.id)).toMatchObject({ holder: 'Pauline', personId: id });
  expect(await readKey(manager.scope, far.id)).toMatchObject({ holder: 'Paula', personId: id });
  // Who sees both buildings renames at both.
  const now = await readPerson(manager.scope, id);
  await manager.as(() =>
    updatePersonAction({ ...paula(), id, revision: now?.revision ?? 0, name: 'Paula Chen' }),
  );
  for (const one of [near, far])
    expect(await readKey(manager.scope, one.id)).toMatchObject({ holder: 'Paula Chen' });
});

test('a key keeps its holder from another building when a caretaker changes the rest of it', async () => {
  const { id } = await addPaula();
  const far = await addKey(other, '2', id);
  const changed = await there.as(() =>
    updateKeyAction({ ...key(other, '2', id), id: far.id, revision: far.revision, note: 'Lobby' }),
  );
  expect(changed).toMatchObject({ ok: true });
  expect(await readKey(manager.scope, far.id)).toMatchObject({
    holder: 'Paula',
    personId: id,
    note: 'Lobby',
  });
  // A person whom they do not see cannot become the holder of another key.
  const second = await there.as(() => createKeyAction(key(other, '3', id)));
  expect(second).toMatchObject({ ok: false, code: 'not-found' });
});
