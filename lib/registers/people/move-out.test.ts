import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepSessions } from '@/lib/auth/sweep-sessions';
import { getDb } from '@/lib/db/client';
import { parseTableQuery } from '@/lib/table/query';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { registerRooms } from '../rooms';
import { createPersonAction, moveOutAction, removePeopleAction, undoMoveOutAction } from './actions';
import { listPeople, readPerson } from './data';
import { undoMoveOut } from './mutations';
import { peopleQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let landlord: SignedIn;
let master: SignedIn;

beforeAll(async () => {
  const { accounts } = simulator();
  const enter = (name: keyof typeof accounts, role: 'manager' | 'landlord') =>
    signInAs(accounts[name].account, accounts[name].password, role);
  manager = await enter('manager', 'manager');
  landlord = await enter('landlord', 'landlord');
  master = await enter('master', 'landlord');
});
beforeEach(async () => {
  await getDb().deleteFrom('person').execute();
});

const query = (address = '') => parseTableQuery(peopleQuery, new URLSearchParams(address)).query;
const selected = (...ids: string[]) => ({ selection: { all: false, ids }, expected: ids.length });

async function add(who: SignedIn, change: Record<string, unknown> = {}) {
  const roomKey = registerRooms(who.scope)[0]?.roomKey;
  const person = { name: 'Ada Li', email: '', phone: '', roomKey, movedIn: '', movedOut: '', note: '' };
  const result = await who.as(() => createPersonAction({ ...person, ...change }));
  if (!result.ok) throw new Error(result.code);
  return result.data;
}

describe('undoing a move-out', () => {
  async function movedOut(who: SignedIn, day: string, ...ids: string[]) {
    const result = await who.as(() => moveOutAction({ ...selected(...ids), day }));
    if (!result.ok) throw new Error(result.code);
    return result.data.batch;
  }
  const undo = (batch: string, who = manager) => who.as(() => undoMoveOutAction({ batch }));
  const days = async () =>
    (await listPeople(manager.scope, query('sort=name'))).rows.map(({ movedOut: day }) => day);

  test('gives each person their earlier day, once, and is in the audit log', async () => {
    const [ada, ben] = [await add(manager), await add(manager, { name: 'Ben', movedOut: '2026-12-31' })];
    const batch = await movedOut(manager, '2026-07-01', ada.id, ben.id);
    expect(await days()).toEqual(['2026-07-01', '2026-07-01']);
    expect(await undo(batch)).toEqual({ ok: true, data: { count: 2 } });
    expect(await days()).toEqual([null, '2026-12-31']);
    // The revision grows, so that another page cannot overwrite what it has not seen.
    expect((await readPerson(manager.scope, ada.id))?.revision).toBe(ada.revision + 2);
    expect(await undo(batch)).toMatchObject({ code: 'not-found' });
    const entry = await getDb()
      .selectFrom('audit_entry')
      .select(['outcome', 'detail'])
      .where('action', '=', 'people.undo-move-out')
      .where('outcome', '=', 'done')
      .executeTakeFirstOrThrow();
    expect(entry.detail).toMatchObject({ count: 2, names: expect.stringContaining('Ben'), batch });
  });

  test('changes nothing if one of them was changed or deleted since', async () => {
    const [ada, ben] = [await add(manager), await add(manager, { name: 'Ben' })];
    const first = await movedOut(manager, '2026-07-01', ada.id, ben.id);
    const second = await movedOut(manager, '2026-08-01', ben.id);
    expect(await undo(first)).toMatchObject({ code: 'conflict' });
    expect(await days()).toEqual(['2026-07-01', '2026-08-01']);
    // A refused undo does not use up its batch.
    expect(await undo(second)).toMatchObject({ ok: true });
    expect(await days()).toEqual(['2026-07-01', '2026-07-01']);
    const third = await movedOut(manager, '2026-09-01', ada.id);
    await manager.as(() => removePeopleAction(selected(ada.id)));
    expect(await undo(third)).toMatchObject({ code: 'conflict' });
  });

  test('is refused to another account, for lost rooms, and after an hour', async () => {
    const ada = await add(landlord);
    const batch = await movedOut(landlord, '2026-07-01', ada.id);
    for (const who of [manager, master]) expect(await undo(batch, who)).toMatchObject({ ok: false });
    const { roomKey } = ada;
    const without = {
      ...landlord.scope,
      channels: landlord.scope.channels.filter((one) => one.roomKey !== roomKey),
    };
    await expect(undoMoveOut(without, batch)).rejects.toMatchObject({ code: 'conflict' });
    await getDb()
      .updateTable('changed_entry')
      .set({ changed_at: sql<Date>`now() - interval '61 minutes'` })
      .execute();
    expect(await undo(batch, landlord)).toMatchObject({ code: 'not-found' });
    await sweepSessions();
    expect(await getDb().selectFrom('changed_entry').selectAll().execute()).toEqual([]);
  });
});
