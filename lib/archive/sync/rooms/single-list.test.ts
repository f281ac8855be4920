import { describe, expect, it } from 'vitest';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { listBuildings } from '@/lib/buildings/data';
import { getDb } from '@/lib/db/client';
import { readFileDoors } from '@/lib/files/events/export-doors';
import { readingWords } from '@/lib/readings/reading-words';
import { useDatabase } from '@/lib/testing/database';
import { personOf, useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { filesOf, storeFile } from '@/lib/testing/stored-file';
import { readStretches } from '../../coverage/stretches';
import { countEvents, lastEvents } from '../../events/data';
import { lastEventByRoom, lastHeardByDoor } from '../../events/latest-events';
import { freshenEvents } from '../../feed/freshen';
import { eventFacets } from '../../search/facets';
import { noFilter } from '../../search/filter';
import { findText } from '../../search/found-text';
import { eventHistogram } from '../../search/histogram';

useDatabase();
const { simulator } = useSimulator();
const { gid, rooms, give, signIn, come, listed, kept, shown, state, read, asked } = useOneDoor(simulator);

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
const honest = {
  'refuses other rooms': {},
  'has nothing for other rooms and no whole door': { unknownRooms: 'nothing', wholeDoor: false },
  'lists the oldest first, in pages of seven': { eventOrder: 'oldest-first', pageSize: 7 },
} as const;

const accountOf = (name: 'landlord' | 'otherLandlord') => simulator().accounts[name].account;
function comeToAll(): void {
  come(10, [0, 1, 2], (room) => [accountOf('landlord'), accountOf('otherLandlord')][room] ?? personOf(room));
}

async function accountsSeen(scope: Scope): Promise<(string | null)[]> {
  const rows = await lastEvents(scope, 1_000, { door: gid() });
  return [...new Set(rows.map(({ account }) => account))];
}

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

async function expectSaid(scope: Scope, count: number): Promise<void> {
  const { readings, record } = await readFileDoors(scope, noFilter, await readingWords('en'));
  expect(record.unread.filter((door) => door.gid === gid())).toEqual([]);
  expect(record.withheld).toEqual([expect.objectContaining({ gid: gid(), count })]);
  expect(readings.get(gid())).toMatch(new RegExp(`^${count} not shown, read `));
  const building = devicesOf(scope).find((device) => device.gid === gid())?.buildingName;
  const withheld = (await listBuildings(scope)).filter((row) => row.withheld);
  expect(withheld.map(({ name }) => name)).toEqual([building]);
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
    await expectSaid(scope, 20);
    expect((await readStretches(scope, [gid()])).get(gid())).toEqual([]);
    for (const q of [personOf(2), accountOf('otherLandlord')])
      expect(await countEvents(scope, { ...noFilter, q })).toEqual({ total: 0, over: false });
    expect(await findText(scope, { q: personOf(2) })).toEqual({ names: [], doors: [] });
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
    await storeFile(first);
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
      await expectSaid(scope, 30);
    }
    expect(await filesOf(first)).toEqual([{ kept: false, code: 'file-withdrawn' }]);
    const removed = (await withdrawalsOf(first)).slice(before.length);
    const sum = (key: 'count' | 'files') =>
      removed.reduce((total, { detail }) => total + Number(detail[key]), 0);
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
    expect(
      asked()
        .slice(calls)
        .filter(({ channel }) => channel !== rooms()[0]),
    ).toEqual([]);
    expect(await state(scope)).toMatchObject({ archived: 10, withheld: 5 });
  });

  it('shows two accounts of one room each everything of their own, whichever signs in first', async () => {
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
