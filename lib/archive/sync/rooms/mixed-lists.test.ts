import { describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arrive } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { personOf, useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { filesOf, storeFile } from '@/lib/testing/stored-file';
import { lastEvents } from '../../events/data';
import { syncDoor } from '../sync-door';

useDatabase();
const { simulator } = useSimulator();
const { gid, rooms, give, signIn, shown, state, read } = useOneDoor(simulator);

function comeInto(
  which: readonly number[],
  opening: { by: number; times: number; minutesAgo: number; asOf?: number },
): void {
  for (let index = 0; index < opening.times; index++)
    arrive(
      simulator().cloud,
      gid(),
      which.map((room) => ({
        type: 4,
        account: personOf(opening.by),
        channel: rooms()[room] ?? 0,
        asOf: opening.asOf,
        secondsAgo: (opening.minutesAgo - index) * 60,
      })),
    );
}

async function peopleSeen(scope: Scope): Promise<(string | null)[]> {
  const rows = await lastEvents(scope, 1_000, { door: gid() });
  return [...new Set(rows.map(({ account }) => account))].sort();
}

describe('a cloud that keeps rooms apart only in part', () => {
  it('gives one of two rooms a neighbour’s openings too: the account is shown neither list', async () => {
    give('landlord', [0, 1]);
    give('otherLandlord', [2]);
    comeInto([0], { by: 0, times: 10, minutesAgo: 90 });
    comeInto([1], { by: 1, times: 10, minutesAgo: 70 });
    comeInto([1, 2], { by: 2, times: 10, minutesAgo: 50 });
    await read(await signIn('otherLandlord'));
    const scope = await signIn('landlord');
    await read(scope);
    expect(await shown(scope)).toBe(0);
    expect(await state(scope)).toMatchObject({ archived: 0, complete: false, withheldBecause: 'same' });
    comeInto([0], { by: 0, times: 1, minutesAgo: 5 });
    await read(scope);
    expect(await shown(scope)).toBe(0);
  });

  it('gives one of two rooms the whole door in short pages: nothing is shown after the first page of each', async () => {
    give('landlord', [0, 1]);
    for (let hour = 12; hour > 0; hour--) {
      comeInto([0, 1], { by: 1, times: 1, minutesAgo: hour * 60 });
      comeInto([0], { by: 2, times: 4, minutesAgo: hour * 60 - 20 });
    }
    simulator().faults.set({ pageSize: 5 });
    const scope = await signIn('landlord');
    await syncDoor(scope, gid(), { priority: 'person', deep: 'newest' });
    expect(await shown(scope)).toBe(0);
    expect(await state(scope)).toMatchObject({ withheldBecause: 'same' });
  });

  it('separates them only in the newest records: nothing of what lies below is shown', async () => {
    give('landlord', [0, 1]);
    comeInto([0, 1], { by: 2, times: 60, minutesAgo: 900 });
    comeInto([0], { by: 0, times: 110, minutesAgo: 300 });
    comeInto([1], { by: 1, times: 110, minutesAgo: 150 });
    simulator().faults.set({ pageSize: 10 });
    const scope = await signIn('landlord');
    await read(scope);
    await read(scope);
    expect(await shown(scope)).toBe(0);
    expect(await state(scope)).toMatchObject({ withheldBecause: 'same' });
  });

  it('mixes in a neighbour’s openings later: they are not shown, and stored files are gone', async () => {
    give('landlord', [0]);
    give('otherLandlord', [1]);
    for (const room of [0, 1]) comeInto([room], { by: room, times: 10, minutesAgo: 90 - room });
    const [scope, neighbour] = [await signIn('landlord'), await signIn('otherLandlord')];
    for (const account of [scope, neighbour, scope]) await read(account);
    expect(await peopleSeen(scope)).toEqual([personOf(0)]);
    await storeFile(scope);
    comeInto([0, 1], { by: 1, times: 4, minutesAgo: 20 });
    await read(neighbour);
    await read(scope);
    expect(await shown(scope)).toBe(0);
    expect(await filesOf(scope)).toMatchObject([{ kept: false }]);
  });

  it('mixes in openings of other rooms one by one into a long list of one room: neither list is shown', async () => {
    give('landlord', [0, 1]);
    for (const room of [0, 1]) comeInto([room], { by: room, times: 60, minutesAgo: 190 - room });
    const scope = await signIn('landlord');
    await read(scope);
    expect(await shown(scope)).toBe(120);
    for (const [index, person] of [1, 2, 3].entries()) {
      const opening = { by: person, times: 1, minutesAgo: 30 - index, asOf: Date.now() };
      comeInto([0], opening);
      await read(scope);
      comeInto([1], opening);
      await read(scope);
    }
    expect(await shown(scope)).toBe(0);
    expect(await state(scope)).toMatchObject({ withheldBecause: 'same' });
  });

  it('gives one room the openings of two: a third account’s list proves nothing once the second one comes', async () => {
    give('landlord', [0]);
    give('otherLandlord', [1]);
    give('master', [2]);
    for (const room of [0, 2]) comeInto([room], { by: room, times: 10, minutesAgo: 90 - room });
    comeInto([0, 1], { by: 1, times: 10, minutesAgo: 80 });
    await read(await signIn('master'));
    const [scope, neighbour] = [await signIn('landlord'), await signIn('otherLandlord')];
    await read(scope);
    await read(neighbour);
    expect(await shown(scope)).toBe(0);
    comeInto([0], { by: 0, times: 1, minutesAgo: 5 });
    for (const account of [scope, neighbour, scope]) await read(account);
    expect(await peopleSeen(scope)).toEqual([]);
    const names = await getDb()
      .selectFrom('event_who')
      .select('account')
      .where('workspace_id', '=', scope.workspaceId)
      .execute();
    expect(names.map(({ account }) => account)).not.toContain(personOf(1));
  });
});

describe('a cloud that keeps rooms apart', () => {
  it('shows two rooms whose first reading was broken off, once they are read again', async () => {
    give('landlord', [0, 1]);
    for (const room of [0, 1]) comeInto([room], { by: room, times: 20, minutesAgo: 90 - room });
    const scope = await signIn('landlord');
    await read(scope);
    await getDb().updateTable('event_door').set({ rooms_apart: 'unproven' }).execute();
    expect(await shown(scope)).toBe(0);
    await read(scope);
    expect(await shown(scope)).toBe(40);
  });

  it('shows two rooms that were called in the same second now and then', async () => {
    give('landlord', [0, 1]);
    for (const room of [0, 1]) comeInto([room], { by: room, times: 20, minutesAgo: 90 - room });
    for (let index = 0; index < 3; index++)
      arrive(
        simulator().cloud,
        gid(),
        [0, 1].map((room) => ({ type: 0, channel: rooms()[room] ?? 0, secondsAgo: 600 + 60 * index })),
      );
    comeInto([0, 1], { by: 3, times: 2, minutesAgo: 8 });
    const scope = await signIn('landlord');
    await read(scope);
    expect(await shown(scope)).toBe(50);
    expect(await state(scope)).toMatchObject({ complete: true, withheld: null });
  });
});
