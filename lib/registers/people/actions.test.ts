import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepSessions } from '@/lib/auth/sweep-sessions';
import { getDb } from '@/lib/db/client';
import { parseTableQuery } from '@/lib/table/query';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createKeyAction } from '../keys/actions';
import { readKey } from '../keys/data';
import { registerRooms } from '../rooms';
import {
  createPersonAction,
  moveOutAction,
  removePeopleAction,
  restorePeopleAction,
  updatePersonAction,
} from './actions';
import { findPeople, listPeople, peopleOfRoom, readPerson } from './data';
import { peopleQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let landlord: SignedIn;
let master: SignedIn;
let guest: SignedIn;

beforeAll(async () => {
  const { accounts } = simulator();
  const enter = (name: keyof typeof accounts, role: 'manager' | 'landlord' | 'tenant') =>
    signInAs(accounts[name].account, accounts[name].password, role);
  manager = await enter('manager', 'manager');
  landlord = await enter('landlord', 'landlord');
  master = await enter('master', 'landlord');
  guest = await enter('guest', 'tenant');
});
beforeEach(async () => {
  await getDb().deleteFrom('person').execute();
});

const count = async () =>
  (
    await getDb()
      .selectFrom('person')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;
const query = (address = '') => parseTableQuery(peopleQuery, new URLSearchParams(address)).query;
const selected = (...ids: string[]) => ({ selection: { all: false, ids }, expected: ids.length });

function room(who: SignedIn, at = 0) {
  const found = registerRooms(who.scope)[at];
  if (!found) throw new Error('no room');
  return found;
}

function input(who: SignedIn, change: Record<string, unknown> = {}) {
  return {
    name: 'Ada Li',
    email: 'ada@mail.example',
    phone: '+86 138 0000 0000',
    roomKey: room(who).roomKey,
    movedIn: '2026-01-01',
    movedOut: '',
    note: '',
    ...change,
  };
}

async function add(who: SignedIn, change: Record<string, unknown> = {}) {
  const result = await who.as(() => createPersonAction(input(who, change)));
  if (!result.ok) throw new Error(result.code);
  return result.data;
}

describe('entering a tenant', () => {
  test.each([['manager'], ['landlord']])('is for the %s of the room', async (who) => {
    const person = await add(who === 'manager' ? manager : landlord);
    expect(person).toMatchObject({ name: 'Ada Li', state: 'living', movedOut: null, revision: 1 });
  });

  test('is not for a room master, a sub-master or a stranger', async () => {
    const roomKey = master.scope.channels[0]?.roomKey;
    expect(await master.as(() => createPersonAction(input(manager, { roomKey })))).toEqual({
      ok: false,
      code: 'not-allowed',
    });
    expect(await guest.as(() => createPersonAction(input(manager)))).toMatchObject({ code: 'not-allowed' });
    expect(await asStranger(() => createPersonAction(input(manager)))).toMatchObject({ code: 'signed-out' });
    expect(await count()).toBe(0);
  });

  test('finds no room of another account', async () => {
    const foreign = registerRooms(manager.scope).find(
      ({ roomKey }) => !landlord.scope.channels.some((channel) => channel.roomKey === roomKey),
    );
    const answer = await landlord.as(() => createPersonAction(input(manager, { roomKey: foreign?.roomKey })));
    expect(answer).toMatchObject({ ok: false, code: 'not-found' });
  });

  test.each([
    [{ name: ' ' }, { name: 'required' }],
    [{ name: 'x'.repeat(121) }, { name: 'tooLong' }],
    [{ name: 'a\u0000b' }, { name: 'invalid' }],
    [{ email: 'nonsense' }, { email: 'badEmail' }],
    [{ phone: 'call me' }, { phone: 'badPhone' }],
    [{ roomKey: '' }, { roomKey: 'required' }],
    [{ movedIn: '2026-02-30' }, { movedIn: 'badDate' }],
    [{ movedOut: '2025-12-31' }, { movedOut: 'people.errors.moveOutFirst' }],
    [
      { name: '', movedOut: '2025-12-31' },
      { name: 'required', movedOut: 'people.errors.moveOutFirst' },
    ],
  ])('refuses %j with a message at the field', async (change, fields) => {
    expect(await manager.as(() => createPersonAction(input(manager, change)))).toEqual({
      ok: false,
      code: 'invalid-input',
      fields,
    });
    expect(await count()).toBe(0);
  });

  test('keeps hostile names as they are', async () => {
    const name = `=cmd|' /C calc'!A0 <script>\u202e "';--`;
    expect((await add(manager, { name })).name).toBe(name);
  });

  test('is not done when the audit entry cannot be written', async () => {
    await getDb().schema.alterTable('audit_entry').renameTo('audit_entry_away').execute();
    const answer = await manager.as(() => createPersonAction(input(manager)));
    await getDb().schema.alterTable('audit_entry_away').renameTo('audit_entry').execute();
    expect(answer).toEqual({ ok: false, code: 'audit-unavailable' });
    expect(await count()).toBe(0);
  });

  test('is in the audit log without contact or note', async () => {
    await add(manager, { note: 'secret of hers' });
    const entry = await getDb()
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'people.create')
      .where('outcome', '=', 'done')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(entry.subject).toBe('Ada Li');
    expect(JSON.stringify(entry)).not.toMatch(/ada@mail|138 0000|secret of hers/);
  });
});

describe('changing a tenant', () => {
  test('needs the revision that was seen, and no older one', async () => {
    const person = await add(manager);
    const change = input(manager, { id: person.id, revision: 1, name: 'Ada Chen' });
    expect(await manager.as(() => updatePersonAction(change))).toMatchObject({
      ok: true,
      data: { name: 'Ada Chen', revision: 2 },
    });
    expect(await manager.as(() => updatePersonAction(change))).toEqual({ ok: false, code: 'conflict' });
  });

  test('finds no person of another account, and none that does not exist', async () => {
    const person = await add(manager);
    for (const id of [person.id, randomUUID()]) {
      const change = input(landlord, { id, revision: 1 });
      expect(await landlord.as(() => updatePersonAction(change))).toMatchObject({ code: 'not-found' });
    }
    expect(await readPerson(landlord.scope, person.id)).toBeNull();
    expect((await readPerson(manager.scope, person.id))?.revision).toBe(1);
  });

  test('leaves a person in a room that has vanished, and moves no one there', async () => {
    const person = await add(manager);
    await getDb().updateTable('person').set({ room_key: 'gone', unit_label: '9999' }).execute();
    const change = input(manager, { id: person.id, revision: 1, roomKey: 'gone', note: 'left' });
    expect(await manager.as(() => updatePersonAction(change))).toMatchObject({
      ok: true,
      data: { unit: '9999', place: null, note: 'left' },
    });
    expect(await manager.as(() => createPersonAction(input(manager, { roomKey: 'gone' })))).toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a landlord', () => {
  test('no longer sees the tenants of a room that they lost', async () => {
    const person = await add(landlord);
    await getDb().updateTable('person').set({ room_key: 'sold' }).execute();
    const { scope } = landlord;
    expect(await listPeople(scope, query())).toEqual({ rows: [], total: 0 });
    expect(await readPerson(scope, person.id)).toBeNull();
    expect(await findPeople(scope, 'Ada', 5)).toEqual([]);
    expect(await landlord.as(() => removePeopleAction(selected(person.id)))).toMatchObject({
      code: 'not-found',
    });
    expect(await count()).toBe(1);
  });
});

describe('the list', () => {
  test('sorts rooms as people do, filters, and finds text in any script', async () => {
    const rooms = registerRooms(manager.scope);
    await add(manager, { name: '王伟', roomKey: rooms[1]?.roomKey, movedIn: '', email: '', phone: '' });
    await add(manager, { name: 'Ève', movedOut: '2026-02-01' });
    await add(manager, { name: 'Zoë', movedIn: '2199-01-01' });
    const names = async (address: string) =>
      (await listPeople(manager.scope, query(address))).rows.map(({ name }) => name);
    expect(await names('')).toEqual(['Ève', 'Zoë', '王伟']);
    expect(await names('sort=state')).toEqual(['王伟', 'Zoë', 'Ève']);
    expect(await names('sort=movedIn&dir=desc')).toEqual(['Zoë', 'Ève', '王伟']);
    expect(await names('state=living&state=moving-in&q=Zo')).toEqual(['Zoë']);
    expect(await names('q=ZOË')).toEqual(['Zoë']);
    expect(await names('q=13800000000&sort=name&dir=desc')).toEqual(['Zoë', 'Ève']);
    expect(await names('q=%25')).toEqual([]);
    expect(await names(`room=${rooms[1]?.roomKey}`)).toEqual(['王伟']);
    expect(await names('building=nowhere')).toEqual([]);
  });

  test('of a room is not for accounts that may not keep its register', async () => {
    const { roomKey } = room(landlord);
    await add(landlord);
    expect((await peopleOfRoom(landlord.scope, roomKey))?.map(({ name }) => name)).toEqual(['Ada Li']);
    expect(await peopleOfRoom(manager.scope, roomKey)).toEqual([]);
    expect(await peopleOfRoom(master.scope, roomKey)).toBeNull();
  });
});

describe('bulk', () => {
  test('moves out the people that the button counted, all or none', async () => {
    const [one, two] = [await add(manager), await add(manager, { name: 'Ben', movedIn: '2026-06-01' })];
    const both = { ...selected(one.id, two.id), day: '2026-05-01' };
    expect(await manager.as(() => moveOutAction(both))).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: { day: 'people.errors.moveOutFirst' },
    });
    expect(await manager.as(() => moveOutAction({ ...both, day: '2026-07-01' }))).toMatchObject({
      ok: true,
      data: { count: 2 },
    });
    expect((await listPeople(manager.scope, query())).rows.map(({ movedOut }) => movedOut)).toEqual([
      '2026-07-01',
      '2026-07-01',
    ]);
  });

  test('moves out and deletes all that match, also more than one statement can have parameters', async () => {
    await add(manager);
    await sql`
      insert into person (workspace_id, name, email, phone, room_key, building_name, unit_label, note, folded,
        order_name, order_room, order_building)
      select workspace_id, name, email, phone, room_key, building_name, unit_label, note, folded, order_name, order_room,
        order_building from person, generate_series(1, 65535)`.execute(getDb());
    const everyone = { selection: { all: true, except: [], query: {} }, expected: 65_536 };
    const done = { ok: true, data: { count: 65_536 } };
    expect(await manager.as(() => moveOutAction({ ...everyone, day: '2199-12-31' }))).toMatchObject(done);
    expect(await manager.as(() => removePeopleAction(everyone))).toMatchObject(done);
    expect(await count()).toBe(0);
  });

  test('deletes all that match except some, if the number is the one agreed to', async () => {
    const keep = await add(manager);
    await add(manager, { name: 'Ben' });
    await add(manager, { name: 'Bea' });
    const all = { all: true, except: [keep.id], query: { q: '' } };
    expect(await manager.as(() => removePeopleAction({ selection: all, expected: 3 }))).toMatchObject({
      code: 'conflict',
    });
    expect(
      await manager.as(() =>
        removePeopleAction({ selection: { ...all, query: { state: 'x' } }, expected: 2 }),
      ),
    ).toMatchObject({ code: 'invalid-input' });
    expect(await manager.as(() => removePeopleAction({ selection: all, expected: 2 }))).toMatchObject({
      ok: true,
    });
    expect(await count()).toBe(1);
  });

  test('touches nothing when one of the ids is another account’s', async () => {
    const [own, foreign] = [await add(landlord), await add(manager)];
    expect(await landlord.as(() => removePeopleAction(selected(own.id, foreign.id)))).toMatchObject({
      code: 'not-found',
    });
    expect(await count()).toBe(2);
  });

  test('is not for accounts without a register', async () => {
    const person = await add(manager);
    for (const who of [master, guest]) {
      expect(await who.as(() => removePeopleAction(selected(person.id)))).toMatchObject({
        code: 'not-allowed',
      });
    }
    expect(await count()).toBe(1);
  });
});

describe('putting back', () => {
  async function removed(who: SignedIn, ...ids: string[]) {
    const result = await who.as(() => removePeopleAction(selected(...ids)));
    if (!result.ok) throw new Error(result.code);
    return result.data.batch;
  }

  test('restores what was deleted, with the keys that were held, once', async () => {
    const [ada, ben] = [await add(manager), await add(manager, { name: 'Ben' })];
    const key = await manager.as(() =>
      createKeyAction({
        ...{ kind: 'card', number: '', label: 'Spare', personId: ada.id, holder: '', roomKey: ada.roomKey },
        ...{
          state: 'handed-out',
          handedOn: '2026-01-02',
          endedOn: '',
          deposit: '',
          currency: 'EUR',
          note: '',
        },
      }),
    );
    if (!key.ok) throw new Error(JSON.stringify(key));
    const batch = await removed(manager, ada.id, ben.id);
    expect(await count()).toBe(0);
    expect(await readKey(manager.scope, key.data.id)).toMatchObject({ holder: 'Ada Li', personId: null });

    expect(await manager.as(() => restorePeopleAction({ batch }))).toEqual({ ok: true, data: { count: 2 } });
    expect(await readPerson(manager.scope, ada.id)).toEqual({ ...ada, keysOut: 1 });
    expect(await readPerson(manager.scope, ben.id)).toEqual(ben);
    expect(await readKey(manager.scope, key.data.id)).toMatchObject({ personId: ada.id });
    expect(await manager.as(() => restorePeopleAction({ batch }))).toMatchObject({ code: 'not-found' });
    expect(await count()).toBe(2);
  });

  test('is refused to another account, for lost rooms, for garbage, and after an hour', async () => {
    const batch = await removed(landlord, (await add(landlord)).id);
    const again = (input: unknown, who = landlord) => who.as(() => restorePeopleAction(input));
    expect(await again({ batch }, manager)).toMatchObject({ code: 'not-found' });
    expect(await again({ batch }, guest)).toMatchObject({ code: 'not-allowed' });
    expect(await again({ batch: 'x' })).toMatchObject({ code: 'invalid-input' });
    expect(await again({ batch: randomUUID() })).toMatchObject({ code: 'not-found' });
    await getDb()
      .updateTable('removed_entry')
      .set({ entry: sql`jsonb_set(entry, '{room_key}', '"sold"')` })
      .execute();
    expect(await again({ batch })).toMatchObject({ code: 'not-found' });
    const old = await removed(manager, (await add(manager)).id);
    await getDb()
      .updateTable('removed_entry')
      .set({ removed_at: new Date(Date.now() - 3_700_000) })
      .execute();
    expect(await again({ batch: old }, manager)).toMatchObject({ code: 'not-found' });
    expect(await count()).toBe(0);
    await sweepSessions();
    expect(await getDb().selectFrom('removed_entry').selectAll().execute()).toEqual([]);
  });
});
