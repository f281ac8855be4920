import { beforeEach, describe, expect, it } from 'vitest';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { keepCode } from '@/lib/testing/kept-code';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { syncDoor } from '../sync-door';
import { attributeByName } from './attribute-by-name';

useDatabase();
const { simulator } = useSimulator();

let scope: Scope;
let gid = '';
let flats: number[] = [];
const readings = ['master_reading', 'share_reading', 'doorcode_reading'] as const;

beforeEach(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  for (const table of ['event', 'event_who', 'event_door', 'share', 'doorcode', ...readings] as const)
    await getDb().deleteFrom(table).execute();
  const byDoor = Map.groupBy(scope.channels, (channel) => channel.gid);
  [gid, flats] = [...byDoor]
    .map(([door, some]) => [door, some.map(({ channel }) => channel)] as const)
    .find(([, some]) => some.length > 2) as [string, number[]];
});

const day = (number: number) => new Date(Date.UTC(2026, 9, number, 12));
const at = () => ({ workspace_id: scope.workspaceId, gid });

async function read(channels: readonly number[], more: object = {}): Promise<void> {
  const row = { state: 'ok' as const, error_code: null, read_at: day(30), tried_at: day(30), ...more };
  const rows = channels.map((channel) => ({ ...at(), channel, ...row }));
  await getDb()
    .insertInto('master_reading')
    .values(rows.map((one) => ({ ...one, master: null })))
    .execute();
  await getDb().insertInto('share_reading').values(rows).execute();
  await getDb().insertInto('doorcode_reading').values(rows).execute();
}

async function code(channel: number | undefined, name: string, from: number, to: number, gone?: number) {
  await keepCode(
    { ...at(), channel: channel ?? 0 },
    {
      name,
      from_at: day(from),
      to_at: day(to),
      first_seen_at: day(from),
      seen_at: day(to),
      gone_at: gone === undefined ? null : day(gone),
    },
  );
}

const spoilWindow = (
  name: string,
  set: { window_unreadable: true } | { from_at: null; to_at: null } | { from_at: Date; to_at: Date },
) => getDb().updateTable('doorcode').set(set).where('name', '=', name).execute();

async function share(channel: number | undefined, account: string, from: number, gone?: number) {
  await getDb()
    .insertInto('share')
    .values({
      ...at(),
      channel: channel ?? 0,
      sub_master: account,
      first_seen_at: day(from),
      seen_at: day(from),
      gone_at: gone === undefined ? null : day(gone),
    })
    .execute();
}

let place = 1;
async function happens(
  number: number,
  { account = null, codeName = null }: { account?: string | null; codeName?: string | null },
) {
  const name = account ?? codeName ?? '';
  await getDb()
    .insertInto('event_who')
    .values({
      workspace_id: scope.workspaceId,
      digest: Buffer.from(`${account} ${codeName}`),
      account,
      code_name: codeName,
      folded: name,
    })
    .onConflict((on) => on.doNothing())
    .execute();
  const who = await getDb()
    .selectFrom('event_who')
    .select('id')
    .where('digest', '=', Buffer.from(`${account} ${codeName}`))
    .executeTakeFirstOrThrow();
  await getDb()
    .insertInto('event')
    .values({
      ...at(),
      at: day(number),
      stream: null,
      place: place++,
      channel: null,
      attribution: null,
      type: account ? 4 : 2,
      who_id: who.id,
      time_text: '',
      wall: null,
      zone: 'UTC',
      fit: 'exact',
      building_name: '',
      unit_label: null,
      archived_at: new Date(),
    })
    .execute();
}

async function named() {
  const rows = await getDb()
    .selectFrom('event')
    .select(['at', 'channel', 'attribution'])
    .orderBy('at')
    .execute();
  return rows.map((row) => [row.at.getUTCDate(), row.channel, row.attribution]);
}

describe('an event that names no room', () => {
  it('gets none by a code’s name while a flat of the door was not read: it may have one of that name', async () => {
    await code(flats[0], 'Guest', 1, 20);
    await happens(5, { codeName: 'Guest' });
    await read(flats.slice(0, 1));
    await attributeByName(scope, gid);
    expect(await named()).toEqual([[5, null, null]]);
    await read(flats.slice(1));
    await attributeByName(scope, gid);
    expect(await named()).toEqual([[5, flats[0], 'code']]);
  });

  it.each([
    ['that cannot be read', { window_unreadable: true as const }],
    ['without ends', { from_at: null, to_at: null }],
    ['of no length', { from_at: day(1), to_at: day(1) }],
  ])('gets the room of a code with a window %s only while the code was listed', async (_, set) => {
    await code(flats[0], 'Guest', 4, 20);
    await code(flats[1], 'Cleaner', 4, 20, 9);
    await spoilWindow('Guest', set);
    await spoilWindow('Cleaner', set);
    for (const number of [2, 5, 10, 25]) {
      await happens(number, { codeName: 'Guest' });
      await happens(number, { codeName: 'Cleaner' });
    }
    await read(flats);
    await attributeByName(scope, gid);
    const known = (await named()).filter(([, channel]) => channel !== null);
    expect(known).toHaveLength(3);
    expect(known).toEqual(
      expect.arrayContaining([
        [5, flats[0], 'code'],
        [5, flats[1], 'code'],
        [10, flats[0], 'code'],
      ]),
    );
  });

  it('gets none while another flat has a code of that name whose window cannot be read', async () => {
    await code(flats[0], 'Guest', 1, 20);
    await spoilWindow('Guest', { window_unreadable: true });
    await code(flats[1], 'Guest', 8, 20, 25);
    await happens(10, { codeName: 'Guest' });
    await read(flats);
    await attributeByName(scope, gid);
    expect(await named()).toEqual([[10, null, null]]);
  });

  it('waits for no flat of which the cloud refuses to tell', async () => {
    await code(flats[0], 'Guest', 1, 20);
    await happens(5, { codeName: 'Guest' });
    await read(flats.slice(0, 1));
    await read(flats.slice(1), { state: 'refused', read_at: null });
    await attributeByName(scope, gid);
    expect(await named()).toEqual([[5, flats[0], 'code']]);
  });

  it('gets none if it happened where the device was before', async () => {
    await code(flats[0], 'Guest', 1, 20);
    await happens(5, { codeName: 'Guest' });
    await getDb().updateTable('event').set({ building_name: 'Old Mill' }).execute();
    await getDb()
      .insertInto('former_building')
      .values({ workspace_id: scope.workspaceId, gid, building_name: 'Old Mill' })
      .execute();
    await read(flats);
    await attributeByName(scope, gid);
    expect(await named()).toEqual([[5, null, null]]);
    await getDb().deleteFrom('former_building').execute();
    await attributeByName(scope, gid);
    expect(await named()).toEqual([[5, flats[0], 'code']]);
  });

  it('gets the one whose code had the name at that time, and none where two had', async () => {
    await read(flats);
    await code(flats[0], 'Cleaner', 1, 10);
    await code(flats[1], 'Cleaner', 8, 20);
    for (const number of [5, 9, 15, 25]) await happens(number, { codeName: 'Cleaner' });
    await attributeByName(scope, gid);
    expect(await named()).toEqual([
      [5, flats[0], 'code'],
      [9, null, null],
      [15, flats[1], 'code'],
      [25, null, null],
    ]);
  });

  it('is not given to a code that was revoked before its window ended', async () => {
    await read(flats);
    await code(flats[0], 'Cleaner', 1, 30, 10);
    await code(flats[1], 'Cleaner', 11, 30);
    for (const number of [5, 15]) await happens(number, { codeName: 'Cleaner' });
    await attributeByName(scope, gid);
    expect(await named()).toEqual([
      [5, flats[0], 'code'],
      [15, flats[1], 'code'],
    ]);
  });

  it('follows an account from one room to another', async () => {
    await read(flats);
    await share(flats[0], 'li@example.test', 1, 10);
    await share(flats[1], 'li@example.test', 12);
    for (const number of [5, 11, 15]) await happens(number, { account: 'li@example.test' });
    // A code and an account may have the same name.
    await code(flats[2], 'li@example.test', 1, 30);
    await attributeByName(scope, gid);
    expect(await named()).toEqual([
      [5, flats[0], 'account'],
      [11, null, null],
      [15, flats[1], 'account'],
    ]);
  });

  it('gets it by codes that were read after it was stored, though nothing more happens', async () => {
    const options = { priority: 'background', deep: 'newest' } as const;
    await syncDoor(scope, gid, options);
    const some = await selectNamedEvents(getDb())
      .select(['event.id', 'event.at', 'event_who.code_name'])
      .where('event.gid', '=', gid)
      .where('event_who.code_name', 'is not', null)
      .limit(1)
      .executeTakeFirstOrThrow();
    await read(flats, { read_at: new Date(), tried_at: new Date() });
    await code(flats[0], some.code_name ?? '', 1, 2);
    await getDb()
      .updateTable('doorcode')
      .set({ from_at: new Date(some.at.getTime() - 1_000), to_at: new Date(some.at.getTime() + 1_000) })
      .execute();
    await syncDoor(scope, gid, options);
    const after = await getDb()
      .selectFrom('event')
      .select(['channel', 'attribution'])
      .where('id', '=', some.id)
      .executeTakeFirstOrThrow();
    expect(after).toEqual({ channel: flats[0], attribution: 'code' });
  });
});
