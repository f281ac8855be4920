import { describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arrive, setLandlord } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { lookAtList, useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { lastEvents } from '../events/data';
import { freshenEvents } from '../feed/freshen';

useDatabase();
const { simulator } = useSimulator();
const { gid, rooms, give, signIn, come, listed, kept, shown, state, read, asked } = useOneDoor(simulator);

const first = [0, 1, 2];
async function landlordOf(count: number): Promise<Scope> {
  give('landlord', first.slice(0, count));
  return signIn('landlord');
}

const separating = {
  'refuses other rooms': {},
  'has nothing for other rooms': { unknownRooms: 'nothing' },
  'wants a room with each question': { wholeDoor: false },
  'gives whole doors to managers only': { wholeDoorToAll: false },
  'lists the oldest first, in pages of seven': { eventOrder: 'oldest-first', pageSize: 7 },
} as const;

const ambiguous = {
  'gives the whole door for any room': { roomLists: false },
  'gives the whole door for own rooms and refuses others': { roomLists: false, unknownRooms: 'refused' },
  'gives the whole door for own rooms and nothing for others': { roomLists: false, unknownRooms: 'nothing' },
  'gives the whole door for rooms that are not the account’s': { unknownRooms: 'door' },
} as const;

describe('an account that is no manager’s', () => {
  it.each(Object.entries(separating))(
    'gets the events of its own rooms from a cloud that %s',
    async (_, settings) => {
      simulator().faults.set(settings);
      come(120);
      const scope = await landlordOf(2);
      await read(scope);
      const own = rooms().slice(0, 2);
      expect(await shown(scope)).toBe(listed(own).length);
      expect(await state(scope)).toMatchObject({
        complete: true,
        withheld: null,
        archived: listed(own).length,
      });
      expect(await kept(scope)).toEqual(listed(rooms().slice(0, 2)));
      expect(asked().length).toBeGreaterThan(0);
      expect(asked().filter(({ channel }) => channel === null)).toEqual([]);
    },
  );

  it.each(Object.entries(ambiguous))(
    'gets nothing from a cloud that %s, and sees how much that is',
    async (_, settings) => {
      simulator().faults.set(settings);
      come(120);
      const scope = await landlordOf(2);
      await read(scope);
      expect(await kept(scope)).toEqual([]);
      expect(await getDb().selectFrom('event_who').selectAll().execute()).toEqual([]);
      const given = 'roomLists' in settings ? null : rooms().slice(0, 1);
      expect(await state(scope)).toMatchObject({
        archived: 0,
        complete: false,
        errorCode: null,
        withheld: listed(given).length,
      });
      come(5);
      await read(scope);
      expect(await state(scope)).toMatchObject({ archived: 0, withheld: listed(given).length });
      expect(asked().filter(({ channel }) => channel === null)).toEqual([]);
    },
  );

  it('gets nothing of a single room while a room that does not exist has events too', async () => {
    simulator().faults.set({ roomLists: false });
    come(20);
    const scope = await landlordOf(1);
    await read(scope);
    expect(await kept(scope)).toEqual([]);
    expect(await state(scope)).toMatchObject({ withheld: 60 });
  });

  it('loses the events of a single room when another account finds that this cloud’s lists do not differ', async () => {
    simulator().faults.set({ roomLists: false, unknownRooms: 'refused' });
    come(20);
    const scope = await landlordOf(1);
    await read(scope);
    expect(await state(scope)).toMatchObject({ withheldBecause: 'unproven' });
    give('otherLandlord', [1, 2]);
    await read(await signIn('otherLandlord'));
    expect(await shown(scope)).toBe(0);
    await read(scope);
    expect(await kept(scope)).toEqual([]);
    expect(await state(scope)).toMatchObject({ archived: 0, complete: false, withheld: 60 });
  });

  it('loses them as well when a manager’s rooms show it, who then gets no room by these lists either', async () => {
    simulator().faults.set({ roomLists: false, unknownRooms: 'refused' });
    come(20);
    const scope = await landlordOf(1);
    await read(scope);
    expect(await kept(scope)).toHaveLength(60);
    const manager = await signIn('manager', 'manager');
    await freshenEvents(manager);
    expect(await lastEvents(manager, 100, { door: gid() })).toHaveLength(60);
    expect(
      (await lastEvents(manager, 100, { door: gid() })).filter((one) => one.attribution === 'stream'),
    ).toEqual([]);
    expect(await shown(scope)).toBe(0);
    await read(scope);
    expect(await kept(scope)).toEqual([]);
    expect(await state(scope)).toMatchObject({ archived: 0, withheld: 60, withheldBecause: 'same' });
  });

  it('shows no events of others from a single list, though the account comes to know them', async () => {
    simulator().faults.set({ roomLists: false, unknownRooms: 'refused', pageSize: 4 });
    const people = Array.from({ length: 14 }, (_, index) => `person${index}@flats.example`);
    for (const [index, account] of people.entries())
      arrive(simulator().cloud, gid(), [
        { type: 4, account, channel: rooms()[2] ?? 0, secondsAgo: 1_000 - index },
      ]);
    const scope = await landlordOf(1);
    await read(scope);
    expect(await shown(scope)).toBe(0);
    expect(await state(scope)).toMatchObject({ withheld: 14 });
    for (const account of people)
      await getDb()
        .insertInto('share')
        .values({
          workspace_id: scope.workspaceId,
          gid: gid(),
          channel: rooms()[0] ?? 0,
          sub_master: account,
          first_seen_at: new Date(),
          seen_at: new Date(),
          gone_at: null,
        })
        .execute();
    expect(await shown(scope)).toBe(0);
    expect(await state(scope)).toMatchObject({ withheld: 14 });
  });

  it('takes two empty lists for no proof either way', async () => {
    simulator().faults.set({ roomLists: false, unknownRooms: 'refused' });
    const scope = await landlordOf(2);
    await read(scope);
    expect(await state(scope)).toMatchObject({ withheld: null, errorCode: null });
    come(3);
    await read(scope);
    expect(await kept(scope)).toEqual([]);
    expect(await state(scope)).toMatchObject({ withheld: 9 });
  });

  it('takes a list with events next to an empty one for a single list until both have events', async () => {
    const scope = await landlordOf(2);
    come(3, [0]);
    come(3, [2]);
    await read(scope);
    expect(await kept(scope)).toEqual(listed(rooms().slice(0, 1)));
    expect(await state(scope)).toMatchObject({ archived: 0, withheld: 3, withheldBecause: 'unproven' });
    come(3, [1]);
    await read(scope);
    expect(await kept(scope)).toEqual(listed(rooms().slice(0, 2)));
    expect(await shown(scope)).toBe(6);
  });

  it('is not shown the whole door that a cloud gives for one of its rooms and refuses for the other', async () => {
    const scope = await landlordOf(2);
    come(10);
    simulator().faults.set({ roomLists: false, unknownRooms: 'nothing' });
    simulator().faults.next({
      effect: 'answer',
      call: 'GetAkeysHis',
      channel: rooms()[1] ?? 0,
      times: null,
      json: { re: 2 },
    });
    await read(scope);
    expect(await shown(scope)).toBe(0);
    expect(await state(scope)).toMatchObject({ withheld: 30, withheldBecause: 'unproven' });
    simulator().faults.clear();
  });

  it('is shown nothing more once the cloud no longer separates rooms, and all again once it does', async () => {
    come(20);
    const scope = await landlordOf(2);
    await read(scope);
    expect(await shown(scope)).toBe(40);
    simulator().faults.set({ roomLists: false });
    come(1);
    await read(scope);
    expect(await shown(scope)).toBe(0);
    expect(await kept(scope)).toEqual([]);
    expect(await state(scope)).toMatchObject({ withheld: 63 });
    const entries = await getDb()
      .selectFrom('audit_entry')
      .select('detail')
      .where('action', '=', 'events.withdraw')
      .where('workspace_id', '=', scope.workspaceId)
      .orderBy('seq', 'desc')
      .execute();
    expect(entries[0]).toMatchObject({ detail: { count: 40 } });
    simulator().faults.set({ roomLists: true });
    await read(scope);
    expect(await kept(scope)).toEqual(listed(rooms().slice(0, 2)));
    expect(await shown(scope)).toBe(42);
    expect(await state(scope)).toMatchObject({ withheld: null, complete: true });
  });

  it('stores nothing while it cannot find out whether the cloud separates rooms', async () => {
    come(20);
    const scope = await landlordOf(2);
    simulator().faults.next({
      effect: 'garbage',
      call: 'GetAkeysHis',
      channel: 2_147_483_647,
      times: null,
    });
    expect(await read(scope)).toMatchObject({ errorCode: 'cloud-garbled', added: 0 });
    expect(await kept(scope)).toEqual([]);
    simulator().faults.clear();
    simulator().faults.next({
      effect: 'answer',
      call: 'GetAkeysHis',
      channel: 2_147_483_647,
      times: null,
      json: { re: 99 },
    });
    expect(await read(scope)).toMatchObject({
      errorCode: expect.any(String),
      added: 0,
    });
    expect(await kept(scope)).toEqual([]);
    simulator().faults.clear();
    await read(scope);
    expect(await shown(scope)).toBe(40);
  });

  it('is not shown, nor counted, the events of a room that is taken away', async () => {
    come(20);
    let scope = await landlordOf(2);
    await read(scope);
    setLandlord(simulator().cloud, { gid: gid(), channel: rooms()[1] ?? 0 }, null);
    scope = await lookAtList(scope);
    expect(await shown(scope)).toBe(20);
    expect(await state(scope)).toMatchObject({ archived: 20, complete: true });
    await freshenEvents(scope, { doors: [gid()], anyway: true });
    expect(await shown(scope)).toBe(20);
  });
});
