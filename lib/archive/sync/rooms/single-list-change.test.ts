import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arrive, setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { keepCode } from '@/lib/testing/kept-code';
import { lookAtList, personOf, useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { filesOf, storeFile } from '@/lib/testing/stored-file';
import { lastEvents } from '../../events/data';
import { freshenEvents } from '../../feed/freshen';

useDatabase();
const { simulator } = useSimulator();
const { gid, rooms, give, signIn, come, listed, kept, shown, state, read } = useOneDoor(simulator);

async function accountsSeen(scope: Scope): Promise<(string | null)[]> {
  const rows = await lastEvents(scope, 1_000, { door: gid() });
  return [...new Set(rows.map(({ account }) => account))];
}

async function passHalfDay(): Promise<void> {
  await sql`update cloud_finding set found_at = found_at - interval '12 hours 1 minute'`.execute(getDb());
}

describe('an account with one room at a door', () => {
  it('is shown only its own openings, whatever accounts share the room and whatever its doorcodes are called', async () => {
    simulator().faults.set({ unknownRooms: 'nothing', roomLists: false });
    give('landlord', [0]);
    const scope = await signIn('landlord');
    const [channel = 0, other = 0] = rooms();
    arrive(simulator().cloud, gid(), [{ type: 2, codeName: 'Cleaner', channel: other, secondsAgo: 3_600 }]);
    come(3, [1, 2]);
    arrive(simulator().cloud, gid(), [
      { type: 4, account: scope.account.toUpperCase(), channel, secondsAgo: 200 },
      { type: 0, channel: other, secondsAgo: 100 },
    ]);
    const now = Date.now();
    const since = new Date(now - 30 * 86_400_000);
    const place = { workspace_id: scope.workspaceId, gid: gid(), channel, first_seen_at: since };
    const until = new Date(now + 5_400_000);
    await keepCode(place, { name: 'Cleaner', from_at: since, to_at: until, first_seen_at: since });
    await getDb()
      .insertInto('share')
      .values({ ...place, sub_master: personOf(1), seen_at: new Date(), gone_at: null })
      .execute();
    await read(scope);
    const rows = await lastEvents(scope, 100, { door: gid() });
    expect(rows.map(({ account, codeName }) => account ?? codeName)).toEqual([scope.account.toUpperCase()]);
    expect(await state(scope)).toMatchObject({ archived: 1, withheld: 8 });
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
    await storeFile(scope);
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
    for (let half = 0; half < 2; half++) await passHalfDay();
    for (const one of [scope, other, scope]) await read(one);
    expect(await kept(scope)).toEqual(listed(rooms().slice(0, 1)));
    expect(await shown(scope)).toBe(18);
  });

  it('is not shown an old part of its list that is from such a time, however much of its own has come since', async () => {
    simulator().faults.set({ unknownRooms: 'nothing', roomLists: false });
    give('landlord', [0]);
    for (let nth = 0; nth < 15; nth++)
      for (const room of [0, 1])
        arrive(simulator().cloud, gid(), [
          {
            type: 4,
            account: personOf(room),
            channel: rooms()[room] ?? 0,
            secondsAgo: 200_000 - nth * 60 - room,
          },
        ]);
    const scope = await signIn('landlord');
    await read(scope);
    simulator().faults.set({ roomLists: true });
    come(250, [0]);
    await read(scope);
    come(60, [1]);
    await freshenEvents(await signIn('manager', 'manager'));
    for (let round = 0; round < 3; round++) {
      await read(scope);
      expect(await accountsSeen(scope)).not.toContain(personOf(1));
    }
    expect(await kept(scope)).toEqual(listed(rooms().slice(0, 1)));
    expect(await shown(scope)).toBe(265);
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
    for (let half = 0; half < 2; half++) {
      await read(first);
      expect(await shown(first)).toBe(0);
      await passHalfDay();
    }
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
