import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { parseTableQuery } from '@/lib/table/query';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createPersonAction, removePeopleAction, updatePersonAction } from '../people/actions';
import { registerRooms } from '../rooms';
import {
  createKeyAction,
  removeKeysAction,
  reportKeysLostAction,
  restoreKeysAction,
  returnKeysAction,
  undoEndKeysAction,
  updateKeyAction,
} from './actions';
import { keysOfRoom, listKeys, readKey, streamKeys } from './data';
import { exportableKeys } from './export-rows';
import { keysQuery } from './schema';

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
  await getDb().deleteFrom('handed_key').execute();
  await getDb().deleteFrom('person').execute();
});

const query = (address = '') => parseTableQuery(keysQuery, new URLSearchParams(address)).query;
const selected = (...ids: string[]) => ({ selection: { all: false, ids }, expected: ids.length });
const keys = async (who = manager) => (await listKeys(who.scope, query('sort=number&dir=asc'))).rows;
const roomOf = (who: SignedIn) => registerRooms(who.scope)[0]?.roomKey ?? '';

function input(change: Record<string, unknown> = {}) {
  return {
    kind: 'card',
    number: '04:A3:11',
    label: '',
    holder: 'Cleaner',
    personId: '',
    roomKey: roomOf(manager),
    state: 'handed-out',
    handedOn: '2026-05-01',
    endedOn: '',
    deposit: '',
    currency: 'CNY',
    note: '',
    ...change,
  };
}

async function add(change: Record<string, unknown> = {}, who = manager) {
  const result = await who.as(() => createKeyAction(input(change)));
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.data;
}

describe('handing out a key', () => {
  test('keeps number, holder, room and deposit', async () => {
    expect(await add({ deposit: '200.5' })).toMatchObject({
      kind: 'card',
      number: '04:A3:11',
      holder: 'Cleaner',
      state: 'handed-out',
      endedOn: null,
      deposit: { minor: 20_050, currency: 'CNY' },
    });
  });

  test.each([
    [{ kind: 'pin', number: '4711' }, { number: 'keys.errors.pinNumber' }],
    [{ kind: 'pin', number: '', label: 'PIN 4711' }, { label: 'keys.errors.pinDigits' }],
    [{ kind: 'pin', number: '', holder: 'Ada 4 7 1 1' }, { holder: 'keys.errors.pinDigits' }],
    [{ kind: 'pin', number: '', note: 'it is ４７１１' }, { note: 'keys.errors.pinDigits' }],
    [{ number: '' }, { number: 'keys.errors.numberOrLabel' }],
    [{ holder: ' ' }, { holder: 'required' }],
    [{ kind: 'door' }, { kind: 'badChoice' }],
    [{ deposit: '1,000' }, { deposit: 'keys.errors.badAmount' }],
    [{ currency: 'QQQ' }, { currency: 'badChoice' }],
    [{ handedOn: '' }, { handedOn: 'badDate' }],
    [{ state: 'lost' }, { endedOn: 'required' }],
    [{ state: 'returned', endedOn: '2026-04-30' }, { endedOn: 'keys.errors.endedFirst' }],
    [{ personId: 'x' }, { personId: 'invalid' }],
  ])('refuses %j with a message at the field', async (change, fields) => {
    expect(await manager.as(() => createKeyAction(input(change)))).toEqual({
      ok: false,
      code: 'invalid-input',
      fields,
    });
    expect(await keys()).toEqual([]);
  });

  test('never lets a PIN’s digits into the audit log', async () => {
    await manager.as(() => createKeyAction(input({ kind: 'pin', number: '90210', label: '90210' })));
    const log = await getDb().selectFrom('audit_entry').select(['subject', 'detail']).execute();
    expect(JSON.stringify(log)).not.toContain('90210');
  });

  test('refuses a number that is handed out, until it came back', async () => {
    const first = await add();
    const again = input({ number: '04-a3-11', holder: 'Ben' });
    expect(await manager.as(() => createKeyAction(again))).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: { number: 'keys.errors.numberOut' },
    });
    await manager.as(() => returnKeysAction({ ...selected(first.id), day: '2026-05-02' }));
    expect(await manager.as(() => createKeyAction(again))).toMatchObject({ ok: true });
  });

  test('a number that is out where a member sees no entries is not reserved for them, in any way', async () => {
    const rooms = registerRooms(manager.scope);
    const [here = '', there = ''] = [...new Set(rooms.map(({ building }) => building))];
    const roomIn = (building: string) => rooms.find((room) => room.building === building)?.roomKey ?? '';
    const caretaker = await memberIn({
      workspaceId: manager.scope.workspaceId,
      grants: { buildings: [{ name: here, capabilities: ['registers', 'people'] }] },
    });
    const out = await add({ roomKey: roomIn(there) });
    const taken = { ok: false, code: 'invalid-input', fields: { number: 'keys.errors.numberOut' } };
    const own = (change: Record<string, unknown> = {}) => input({ roomKey: roomIn(here), ...change });

    const made = await caretaker.as(() => createKeyAction(own()));
    if (!made.ok) throw new Error(made.code);
    expect(await caretaker.as(() => createKeyAction(own()))).toEqual(taken);
    const returned = await caretaker.as(() =>
      returnKeysAction({ ...selected(made.data.id), day: '2026-05-02' }),
    );
    if (!returned.ok) throw new Error(returned.code);
    const undo = { batch: returned.data.batch ?? '' };
    expect(await caretaker.as(() => undoEndKeysAction(undo))).toMatchObject({ ok: true });
    const removed = await caretaker.as(() => removeKeysAction(selected(made.data.id)));
    if (!removed.ok) throw new Error(removed.code);
    expect(await caretaker.as(() => restoreKeysAction({ batch: removed.data.batch }))).toMatchObject({
      ok: true,
    });
    // Who sees both corrects either, and hands the number out no third time.
    const noted = {
      ...input({ roomKey: roomIn(there), note: 'Twice?' }),
      id: out.id,
      revision: out.revision,
    };
    expect(await manager.as(() => updateKeyAction(noted))).toMatchObject({ ok: true });
    expect(await manager.as(() => createKeyAction(input({ roomKey: roomIn(here) })))).toEqual(taken);
    const third = await add({ number: '5', roomKey: roomIn(here) });
    const renumbered = { ...input({ roomKey: roomIn(here) }), id: third.id, revision: third.revision };
    expect(await manager.as(() => updateKeyAction(renumbered))).toEqual(taken);
  });

  test('is for a landlord only in their rooms, and for no other account', async () => {
    expect(await add({ roomKey: roomOf(landlord) }, landlord)).toMatchObject({ holder: 'Cleaner' });
    expect(await landlord.as(() => createKeyAction(input({ roomKey: '', number: '1' })))).toMatchObject({
      fields: { roomKey: 'required' },
    });
    const foreign = registerRooms(manager.scope).find(
      ({ roomKey }) => !landlord.scope.channels.some((channel) => channel.roomKey === roomKey),
    );
    expect(
      await landlord.as(() => createKeyAction(input({ roomKey: foreign?.roomKey, number: '2' }))),
    ).toMatchObject({ code: 'not-found' });
    for (const who of [master, guest]) {
      const roomKey = who.scope.channels[0]?.roomKey;
      expect(await who.as(() => createKeyAction(input({ roomKey })))).toMatchObject({ code: 'not-allowed' });
      expect(await keysOfRoom(who.scope, roomKey ?? '')).toBeNull();
    }
    expect(await asStranger(() => createKeyAction(input()))).toMatchObject({ code: 'signed-out' });
  });

  test('is not done when the audit entry cannot be written', async () => {
    await getDb().schema.alterTable('audit_entry').renameTo('audit_entry_away').execute();
    const answer = await manager.as(() => createKeyAction(input()));
    await getDb().schema.alterTable('audit_entry_away').renameTo('audit_entry').execute();
    expect(answer).toEqual({ ok: false, code: 'audit-unavailable' });
    expect(await keys()).toEqual([]);
  });
});

describe('a tenant as holder', () => {
  const tenant = (change: Record<string, unknown> = {}) => ({
    name: 'Ada Li',
    email: '',
    phone: '',
    roomKey: roomOf(manager),
    movedIn: '',
    movedOut: '',
    note: '',
    ...change,
  });

  test('is followed when renamed, found by name, and kept by name when deleted', async () => {
    const person = await manager.as(() => createPersonAction(tenant()));
    if (!person.ok) throw new Error(person.code);
    const { id } = person.data;
    await add({ personId: id, holder: '' });
    await manager.as(() => updatePersonAction({ ...tenant({ name: 'Ada Chen' }), id, revision: 1 }));
    expect((await listKeys(manager.scope, query('q=chen'))).rows).toMatchObject([
      { holder: 'Ada Chen', personId: id },
    ]);
    await manager.as(() => removePeopleAction(selected(id)));
    expect(await keys()).toMatchObject([{ holder: 'Ada Chen', personId: null }]);
  });

  test('of another account is not found', async () => {
    const person = await landlord.as(() => createPersonAction(tenant({ roomKey: roomOf(landlord) })));
    if (!person.ok) throw new Error(person.code);
    expect(await manager.as(() => createKeyAction(input({ personId: person.data.id })))).toMatchObject({
      code: 'not-found',
    });
  });
});

describe('changing a key', () => {
  test('needs the revision that was seen; a PIN loses its number', async () => {
    const { id } = await add();
    const change = { ...input({ kind: 'pin', number: '', label: 'Front door' }), id, revision: 1 };
    expect(await manager.as(() => updateKeyAction({ ...change, number: '04:A3:11' }))).toMatchObject({
      fields: { number: 'keys.errors.pinNumber' },
    });
    expect(await manager.as(() => updateKeyAction(change))).toMatchObject({
      data: { kind: 'pin', number: '' },
    });
    expect(await manager.as(() => updateKeyAction(change))).toEqual({ ok: false, code: 'conflict' });
  });

  test('finds none of another account', async () => {
    const { id } = await add();
    for (const wanted of [id, randomUUID()]) {
      const change = { ...input({ roomKey: roomOf(landlord) }), id: wanted, revision: 1 };
      expect(await landlord.as(() => updateKeyAction(change))).toMatchObject({ code: 'not-found' });
    }
    expect(await readKey(landlord.scope, id)).toBeNull();
    for (const act of [returnKeysAction, reportKeysLostAction]) {
      expect(await landlord.as(() => act({ ...selected(id), day: '2026-06-01' }))).toMatchObject({
        code: 'not-found',
      });
    }
    expect(await landlord.as(() => removeKeysAction(selected(id)))).toMatchObject({ code: 'not-found' });
    expect(await keys()).toMatchObject([{ state: 'handed-out', revision: 1 }]);
  });
});

describe('bulk', () => {
  test('takes back what is out, leaves what came back before, and counts both', async () => {
    const [one, two, three] = [
      await add({ number: '1' }),
      await add({ number: '2' }),
      await add({ number: '3' }),
    ];
    await manager.as(() => reportKeysLostAction({ ...selected(two.id), day: '2026-05-03' }));
    await manager.as(() => returnKeysAction({ ...selected(three.id), day: '2026-05-04' }));
    const all = { ...selected(one.id, two.id, three.id), day: '2026-06-01' };
    expect(await manager.as(() => reportKeysLostAction(all))).toMatchObject({
      data: { count: 1, already: 2 },
    });
    expect(await manager.as(() => returnKeysAction(all))).toMatchObject({ data: { count: 2, already: 1 } });
    expect((await keys()).map(({ state, endedOn }) => [state, endedOn])).toEqual([
      ['returned', '2026-06-01'],
      ['returned', '2026-06-01'],
      ['returned', '2026-05-04'],
    ]);
  });

  test('refuses a day before one of them was handed out, and changes nothing', async () => {
    const [one, two] = [await add({ number: '1' }), await add({ number: '2', handedOn: '2026-06-01' })];
    expect(
      await manager.as(() => returnKeysAction({ ...selected(one.id, two.id), day: '2026-05-15' })),
    ).toMatchObject({ fields: { day: 'keys.errors.endedFirst' } });
    expect((await keys()).map(({ state }) => state)).toEqual(['handed-out', 'handed-out']);
  });

  test('deletes what a filter matches, if the number is the one agreed to', async () => {
    await add({ number: '1' });
    await add({ number: '2', kind: 'fob' });
    const all = { all: true, except: [], query: { kind: 'fob' } };
    expect(await manager.as(() => removeKeysAction({ selection: all, expected: 2 }))).toMatchObject({
      code: 'conflict',
    });
    expect(await manager.as(() => removeKeysAction({ selection: all, expected: 1 }))).toMatchObject({
      ok: true,
    });
    expect((await keys()).map(({ number }) => number)).toEqual(['1']);
  });
});

describe('putting back', () => {
  async function removed(id: string, who = manager) {
    const result = await who.as(() => removeKeysAction(selected(id)));
    if (!result.ok) throw new Error(result.code);
    return result.data.batch;
  }

  test('restores a key as it was, with the holder’s name if their entry is gone', async () => {
    const key = await add({ deposit: '200.5' });
    const batch = await removed(key.id);
    expect(await readKey(manager.scope, key.id)).toBeNull();
    expect(await manager.as(() => restoreKeysAction({ batch }))).toEqual({ ok: true, data: { count: 1 } });
    expect(await readKey(manager.scope, key.id)).toEqual(key);

    const person = await manager.as(() =>
      createPersonAction({
        ...{
          name: 'Ada',
          email: '',
          phone: '',
          roomKey: roomOf(manager),
          movedIn: '',
          movedOut: '',
          note: '',
        },
      }),
    );
    if (!person.ok) throw new Error(person.code);
    const held = await add({ number: '7', holder: '', personId: person.data.id });
    const heldBatch = await removed(held.id);
    await manager.as(() => removePeopleAction(selected(person.data.id)));
    expect(await manager.as(() => restoreKeysAction({ batch: heldBatch }))).toMatchObject({ ok: true });
    expect(await readKey(manager.scope, held.id)).toMatchObject({ holder: 'Ada', personId: null });
  });

  test('does not hand one card out twice, and does nothing for another account', async () => {
    const batch = await removed((await add()).id);
    await add();
    expect(await manager.as(() => restoreKeysAction({ batch }))).toMatchObject({
      code: 'invalid-input',
      fields: { number: 'keys.errors.numberOut' },
    });
    expect(await landlord.as(() => restoreKeysAction({ batch }))).toMatchObject({ code: 'not-found' });
    expect(await guest.as(() => restoreKeysAction({ batch }))).toMatchObject({ code: 'not-allowed' });
    expect(await asStranger(() => restoreKeysAction({ batch }))).toMatchObject({ code: 'signed-out' });
    expect(await keys()).toHaveLength(1);
  });
});

describe('undoing what ended a key', () => {
  const undo = (batch: string | null, who = manager) =>
    who.as(() => undoEndKeysAction({ batch: batch ?? '' }));
  const states = async () => (await keys()).map(({ state, endedOn }) => [state, endedOn]);

  test('restores what each key was: out, or lost on its day', async () => {
    const [one, two] = [await add({ number: '1' }), await add({ number: '2' })];
    await manager.as(() => reportKeysLostAction({ ...selected(two.id), day: '2026-05-03' }));
    const back = await manager.as(() => returnKeysAction({ ...selected(one.id, two.id), day: '2026-06-01' }));
    if (!back.ok) throw new Error(back.code);
    expect(await undo(back.data.batch, landlord)).toMatchObject({ code: 'not-found' });
    expect(await undo(back.data.batch)).toEqual({ ok: true, data: { count: 2 } });
    expect(await states()).toEqual([
      ['handed-out', null],
      ['lost', '2026-05-03'],
    ]);
    expect(await undo(back.data.batch)).toMatchObject({ code: 'not-found' });
  });

  test('is refused when the number was handed out again, or the entry was changed', async () => {
    const key = await add({ number: '1' });
    const back = await manager.as(() => returnKeysAction({ ...selected(key.id), day: '2026-06-01' }));
    if (!back.ok) throw new Error(back.code);
    await add({ number: '1' });
    expect(await undo(back.data.batch)).toMatchObject({ code: 'invalid-input' });
    const again = await manager.as(() => returnKeysAction({ ...selected(key.id), day: '2026-06-02' }));
    expect(again).toMatchObject({ data: { count: 0, batch: null } });
  });
});

test('the list sorts numbers as people do, filters, and is exported as it is', async () => {
  await add({ number: '10', deposit: '5' });
  await add({ number: '2', kind: 'fob', handedOn: '2026-05-09' });
  await add({ number: '', label: 'Front', kind: 'pin', roomKey: '' });
  const numbers = async (address: string) =>
    (await listKeys(manager.scope, query(address))).rows.map(({ number, label }) => number || label);
  expect(await numbers('sort=number&dir=asc')).toEqual(['2', '10', 'Front']);
  expect(await numbers('sort=deposit&dir=asc')).toEqual(['10', '2', 'Front']);
  expect(await numbers('kind=fob&kind=pin&sort=kind&dir=asc')).toEqual(['2', 'Front']);
  expect(await numbers('from=2026-05-09')).toEqual(['2']);
  expect(await numbers('person=nonsense')).toEqual([]);
  const rows = [];
  const words = { kind: (kind: string) => kind, state: (state: string) => state };
  for await (const row of exportableKeys(streamKeys(manager.scope, query('q=10')), words)) rows.push(row);
  expect(rows).toMatchObject([{ number: '10', deposit: '5.00', currency: 'CNY' }]);
});
