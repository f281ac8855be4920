import { describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arrive, setMaster } from '@/lib/simulator/control/alter';
import { useDatabase } from '@/lib/testing/database';
import { lookAtList, personOf, useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { countEvents, lastEvents } from '../data';
import { eventFacets } from '../facets';
import { noFilter } from '../filter';
import { findText } from '../found-text';
import { freshenEvents } from '../freshen';
import { eventHistogram } from '../histogram';
import { lastEventByRoom, lastHeardByDoor } from '../latest';
import { readStretches } from '../stretches';

useDatabase();
const { simulator } = useSimulator();
const { gid, rooms, give, signIn, come, listed, kept, shown, state, read, asked } = useOneDoor(simulator);

/** Clouds that give the whole door for one's own room. */
const leaking = {
  'has nothing for other rooms': { roomLists: false, unknownRooms: 'nothing' },
  'refuses other rooms': { roomLists: false, unknownRooms: 'refused' },
  'has nothing for other rooms and no whole door': {
    roomLists: false,
    unknownRooms: 'nothing',
    wholeDoor: false,
  },
  'lists the oldest first, in pages of seven': {
    roomLists: false,
    unknownRooms: 'nothing',
    eventOrder: 'oldest-first',
    pageSize: 7,
  },
} as const;
/** Clouds that give a room's own list. */
const honest = {
  'refuses other rooms': {},
  'has nothing for other rooms and no whole door': { unknownRooms: 'nothing', wholeDoor: false },
  'lists the oldest first, in pages of seven': { eventOrder: 'oldest-first', pageSize: 7 },
} as const;

const accountOf = (name: 'landlord' | 'otherLandlord') => simulator().accounts[name].account;
/** Ten openings of each room: the first by the landlord, the second by the other one, the third by a stranger. */
function comeToAll(): void {
  come(10, [0, 1, 2], (room) => [accountOf('landlord'), accountOf('otherLandlord')][room] ?? personOf(room));
}

/** The accounts that a person can find at the door, by whichever way. */
async function accountsSeen(scope: Scope): Promise<(string | null)[]> {
  const rows = await lastEvents(scope, 1_000, { door: gid() });
  return [...new Set(rows.map(({ account }) => account))];
}

/** Every way of counting events of the door says this. */
async function expectCounts(scope: Scope, count: number): Promise<void> {
  const filter = { ...noFilter, door: [gid()] };
  expect(await shown(scope)).toBe(count);
  expect(await countEvents(scope, filter)).toEqual({ total: count, over: false });
  const facets = await eventFacets(scope, filter);
  expect(facets.total).toBe(count);
  expect(facets.room.reduce((sum, one) => sum + one.count, 0)).toBe(count);
  const { bars } = await eventHistogram(scope, filter);
  expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(count);
}

/** What was found about this cloud becomes a day older. */
async function passDay(): Promise<void> {
  await getDb()
    .updateTable('cloud_finding')
    .set({ found_at: new Date(Date.now() - 86_500_000) })
    .execute();
}

async function makeFile({ workspaceId, account, role }: Scope): Promise<void> {
  const { id } = await getDb()
    .insertInto('export_file')
    .values({
      workspace_id: workspaceId,
      schedule_id: null,
      due_at: null,
      state: 'done',
      code: null,
      format: 'csv',
      name: 'all.csv',
      folded: '',
      query: '',
      filter: '{}',
      locale: 'en',
      actor: account,
      account,
      role,
      intent_seq: null,
      rows: 1,
      bytes: 1,
      sha256: null,
      manifest: null,
      kept: true,
      finished_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await getDb()
    .insertInto('export_chunk')
    .values({ export_id: id, position: 0, bytes: Buffer.from('x') })
    .execute();
}

async function filesOf({ workspaceId }: Scope): Promise<{ kept: boolean; code: string | null }[]> {
  return getDb()
    .selectFrom('export_file')
    .select(['kept', 'code'])
    .where('workspace_id', '=', workspaceId)
    .execute();
}

async function withdrawalsOf({ workspaceId }: Scope) {
  return getDb()
    .selectFrom('audit_entry')
    .select('detail')
    .where('action', '=', 'events.withdraw')
    .where('workspace_id', '=', workspaceId)
    .orderBy('seq')
    .execute();
}

describe.each(Object.entries(leaking))('a cloud that gives whole doors and %s', (_, settings) => {
  it('shows a lone account its own openings, and counts the rest', async () => {
    simulator().faults.set(settings);
    give('landlord', [0]);
    comeToAll();
    const scope = await signIn('landlord');
    await read(scope);
    expect(await accountsSeen(scope)).toEqual([accountOf('landlord')]);
    await expectCounts(scope, 10);
    expect(await state(scope)).toMatchObject({
      archived: 10,
      withheld: 20,
      withheldBecause: 'unproven',
      complete: false,
      gaps: 0,
    });
    expect((await readStretches(scope, [gid()])).get(gid())).toEqual([]);
    for (const q of [personOf(2), accountOf('otherLandlord')])
      expect(await countEvents(scope, { ...noFilter, q })).toEqual({ total: 0, over: false });
    // A name of a stranger does not even keep a text from being taken for a door's.
    expect(await findText(scope, { q: personOf(2) })).toEqual([]);
    // The newest event is a stranger's.
    const newest = Date.parse((await lastEvents(scope, 1))[0]?.at ?? '');
    expect((await lastHeardByDoor(scope)).get(gid())?.at.getTime()).toBe(newest);
    const { roomKey = '' } = scope.channels.find((channel) => channel.gid === gid()) ?? {};
    expect((await lastEventByRoom(scope, [roomKey])).get(roomKey)?.at.getTime()).toBe(newest);
  });

  it('shows two accounts of one room each nothing once both are read, removes what was stored and its files', async () => {
    simulator().faults.set(settings);
    give('landlord', [0]);
    give('otherLandlord', [1]);
    comeToAll();
    const first = await signIn('landlord');
    const before = await withdrawalsOf(first);
    await read(first);
    await makeFile(first);
    const second = await signIn('otherLandlord');
    for (let round = 0; round < 2; round++) {
      for (const scope of [second, first]) {
        await read(scope);
        expect(await shown(scope)).toBe(0);
      }
    }
    for (const scope of [first, second]) {
      expect(await kept(scope)).toEqual([]);
      expect(await state(scope)).toMatchObject({ archived: 0, withheld: 30, withheldBecause: 'same' });
    }
    expect(await filesOf(first)).toEqual([{ kept: false, code: 'file-withdrawn' }]);
    const told = (await withdrawalsOf(first)).slice(before.length);
    const sum = (key: 'count' | 'files') =>
      told.reduce((total, { detail }) => total + Number(detail[key]), 0);
    expect([sum('count'), sum('files')]).toEqual([30, 1]);
  });

  it.each(['before', 'after'])('shows nothing when a manager is read %s', async (when) => {
    simulator().faults.set(settings);
    give('landlord', [0]);
    comeToAll();
    const scope = await signIn('landlord');
    const manager = await signIn('manager', 'manager');
    if (when === 'after') await read(scope);
    await freshenEvents(manager, { doors: [gid()] });
    for (let round = 0; round < 2; round++) {
      await read(scope);
      expect(await shown(scope)).toBe(0);
      expect(await state(scope)).toMatchObject({ withheld: 30, withheldBecause: 'same' });
    }
    expect(await shown(manager)).toBeGreaterThanOrEqual(30);
  });
});

describe.each(Object.entries(honest))('a cloud that gives a room’s own list and %s', (_, settings) => {
  it('shows a lone account its own openings until another list proves the rest', async () => {
    simulator().faults.set(settings);
    give('landlord', [0]);
    comeToAll();
    come(5, [0]);
    const scope = await signIn('landlord');
    await read(scope);
    await expectCounts(scope, 10);
    expect(await state(scope)).toMatchObject({ archived: 10, withheld: 5, withheldBecause: 'unproven' });
    const calls = asked().length;
    await read(scope);
    // Nothing new, and nothing to compare it with: only its own list is looked at.
    expect(
      asked()
        .slice(calls)
        .filter(({ channel }) => channel !== rooms()[0]),
    ).toEqual([]);
    expect(await state(scope)).toMatchObject({ archived: 10, withheld: 5 });
  });

  it('shows two accounts of one room each everything of their own, whoever signs in first', async () => {
    simulator().faults.set(settings);
    give('landlord', [0]);
    give('otherLandlord', [1]);
    come(15);
    const first = await signIn('landlord');
    await read(first);
    expect(await shown(first)).toBe(0);
    const second = await signIn('otherLandlord');
    await read(second);
    expect(await accountsSeen(second)).toEqual([personOf(1)]);
    await read(first);
    for (const [room, scope] of [first, second].entries()) {
      expect(await accountsSeen(scope)).toEqual([personOf(room)]);
      await expectCounts(scope, 15);
      expect(await kept(scope)).toEqual(listed(rooms().slice(room, room + 1)));
      expect(await state(scope)).toMatchObject({ archived: 15, complete: true, withheld: null });
    }
    // What comes later is shown at once, whoever else is read.
    come(2);
    await read(first);
    expect(await shown(first)).toBe(17);
  });

  it.each(['before', 'after'])('shows everything of the own room when a manager is read %s', async (when) => {
    simulator().faults.set(settings);
    give('landlord', [0]);
    come(15);
    const scope = await signIn('landlord');
    const manager = await signIn('manager', 'manager');
    if (when === 'after') await read(scope);
    await freshenEvents(manager, { doors: [gid()] });
    await read(scope);
    expect(await accountsSeen(scope)).toEqual([personOf(0)]);
    expect(await state(scope)).toMatchObject({ archived: 15, complete: true, withheld: null });
  });
});

describe('an account with one room at a door', () => {
  it('is shown openings of its people and with its own doorcodes, within their time', async () => {
    simulator().faults.set({ unknownRooms: 'nothing', roomLists: false });
    give('landlord', [0]);
    const scope = await signIn('landlord');
    const [channel = 0, other = 0] = rooms();
    const open = (codeName: string, secondsAgo: number) =>
      arrive(simulator().cloud, gid(), [{ type: 2, codeName, channel: other, secondsAgo }]);
    open('Cleaner', 7_200);
    open('Cleaner', 3_600);
    open('Neighbour’s cleaner', 1_800);
    come(1, [1, 2]);
    arrive(simulator().cloud, gid(), [{ type: 0, channel: other, secondsAgo: 100 }]);
    const now = Date.now();
    const place = { workspace_id: scope.workspaceId, gid: gid(), channel, first_seen_at: new Date() };
    await getDb()
      .insertInto('doorcode')
      .values({
        ...place,
        digits: '12345678',
        name: 'Cleaner',
        folded: '',
        order_name: '',
        valid_type: 3,
        from_wall: null,
        to_wall: null,
        from_at: new Date(now - 5_400_000),
        to_at: new Date(now + 5_400_000),
        picture_url: '',
        lock_ids: '[]',
        usable: true,
        seen_at: new Date(),
        gone_at: null,
      })
      .execute();
    await getDb()
      .insertInto('share')
      .values({ ...place, sub_master: personOf(1).toUpperCase(), seen_at: new Date(), gone_at: null })
      .execute();
    await read(scope);
    const rows = await lastEvents(scope, 100, { door: gid() });
    expect(rows.map(({ account, codeName }) => account ?? codeName)).toEqual([personOf(1), 'Cleaner']);
    expect(await state(scope)).toMatchObject({ archived: 2, withheld: 4 });
  });

  it('is shown nothing of a former sub-master before and after the share, nor of a former master', async () => {
    simulator().faults.set({ unknownRooms: 'nothing', roomLists: false });
    give('landlord', [0]);
    const scope = await signIn('landlord');
    const [channel = 0] = rooms();
    come(3, [1]);
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
    await getDb()
      .insertInto('share')
      .values({
        workspace_id: scope.workspaceId,
        gid: gid(),
        channel,
        sub_master: personOf(1),
        first_seen_at: ago(150),
        seen_at: ago(100),
        gone_at: ago(90),
      })
      .execute();
    await read(scope);
    expect(await shown(scope)).toBe(1);
  });

  it('is shown no opening of others once its list, which was proven, becomes the whole door’s', async () => {
    simulator().faults.set({ unknownRooms: 'nothing' });
    give('landlord', [0]);
    give('otherLandlord', [1]);
    come(15);
    const scope = await signIn('landlord');
    await read(await signIn('otherLandlord'));
    await read(scope);
    expect(await shown(scope)).toBe(15);
    await makeFile(scope);
    simulator().faults.set({ roomLists: false });
    come(1);
    await read(scope);
    expect(await accountsSeen(scope)).toEqual([]);
    expect(await filesOf(scope)).toEqual([{ kept: false, code: 'file-withdrawn' }]);
    await read(scope);
    expect(await accountsSeen(scope)).toEqual([]);
  });

  it('is not shown what its list held while the cloud gave whole doors, once the cloud gives its own list', async () => {
    simulator().faults.set({ unknownRooms: 'nothing', roomLists: false });
    give('landlord', [0]);
    give('otherLandlord', [1]);
    come(15);
    const scope = await signIn('landlord');
    await read(scope);
    expect(await kept(scope)).toHaveLength(45);
    simulator().faults.set({ roomLists: true });
    const other = await signIn('otherLandlord');
    for (let round = 0; round < 3; round++) {
      await read(other);
      come(1);
      await read(scope);
      expect(await accountsSeen(scope)).not.toContain(personOf(1));
      expect(await accountsSeen(scope)).not.toContain(personOf(2));
    }
    // The one list was the door's when it was stored, so the two were found to be the same.
    await passDay();
    for (const one of [scope, other, scope]) await read(one);
    expect(await kept(scope)).toEqual(listed(rooms().slice(0, 1)));
    expect(await shown(scope)).toBe(18);
  });

  it('is not shown it either when a second room of its own proves that list', async () => {
    simulator().faults.set({ unknownRooms: 'nothing', roomLists: false });
    give('landlord', [0]);
    come(15);
    let scope = await signIn('landlord');
    await read(scope);
    simulator().faults.set({ roomLists: true });
    give('landlord', [0, 1]);
    scope = await lookAtList(scope);
    await read(scope);
    await read(scope);
    expect(await kept(scope)).toEqual(listed(rooms().slice(0, 2)));
    expect(await shown(scope)).toBe(30);
  });

  it('gets back what it had a day after lists were found to be the same, when they are not any more', async () => {
    simulator().faults.set({ unknownRooms: 'nothing', roomLists: false });
    give('landlord', [0]);
    give('otherLandlord', [1]);
    come(15);
    const [first, second] = [await signIn('landlord'), await signIn('otherLandlord')];
    for (const scope of [first, second, first, second]) await read(scope);
    expect(await state(first)).toMatchObject({ withheldBecause: 'same' });
    simulator().faults.set({ roomLists: true });
    await read(first);
    expect(await shown(first)).toBe(0);
    await passDay();
    for (const scope of [first, second, first]) await read(scope);
    for (const scope of [first, second]) expect(await shown(scope)).toBe(15);
  });

  it('learns nothing from an account that has the same room', async () => {
    give('landlord', [0]);
    come(15);
    const scope = await signIn('landlord');
    await read(scope);
    setMaster(
      simulator().cloud,
      { gid: gid(), channel: rooms()[0] ?? 0 },
      simulator().accounts.guest.account,
    );
    await read(await signIn('guest', 'tenant'));
    await read(scope);
    expect(await state(scope)).toMatchObject({ withheldBecause: 'unproven' });
  });
});
