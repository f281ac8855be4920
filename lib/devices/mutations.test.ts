import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { Secret } from '@/lib/doordeer/secret';
import type { Channel } from '@/lib/doordeer/words';
import { useDatabase } from '@/lib/testing/database';
import { readStoredChannels } from './data';
import { recordListFailure, storeChannels } from './mutations';
import { readZones } from './zones';

const { db } = useDatabase();
let workspaceId = '';
const connectionId = crypto.randomUUID();
beforeEach(() => {
  workspaceId = crypto.randomUUID();
});

function channel(gid: string, number: number, unitLabel: string, rest: Partial<Channel> = {}): Channel {
  return {
    gid,
    channel: number,
    kind: 'doorbell',
    model: 'D100',
    buildingName: 'Harbor View',
    unitLabel,
    relation: 'landlord',
    locks: [{ id: 'A01', alias: 'Front gate' }],
    timezone: 8,
    devicePassword: new Secret('device-canary'),
    fixedPassword: new Secret('fixed-canary'),
    ...rest,
  };
}

async function store(of: string, channels: readonly Channel[], skipped = 0) {
  return storeChannels(
    { workspaceId: of, connectionId },
    { channels, skipped, ...(await drawReadingOrder()) },
  );
}

const keysOf = async () =>
  Object.fromEntries(
    (await readStoredChannels({ workspaceId })).channels.map((one) => [
      `${one.gid}/${one.channel}`,
      one.roomKey,
    ]),
  );

async function versions() {
  const { rows } = await sql`
    select gid, xmin::text from room_channel where workspace_id = ${workspaceId}
    union all select gid, xmin::text from door where workspace_id = ${workspaceId} order by 1, 2`.execute(
    db(),
  );
  return rows;
}

describe('the stored device list', () => {
  it('makes one flat of the channels with the same building and label', async () => {
    await store(workspaceId, [channel('G1', 1, '1204'), channel('G2', 7, '1204'), channel('G1', 2, '1205')]);
    const keys = await keysOf();
    expect(keys['G1/1']).toBe(keys['G2/7']);
    expect(new Set(Object.values(keys)).size).toBe(2);
  });

  it('moves the registers of a flat when its label begins to repeat at a door, and back', async () => {
    const two = [channel('G1', 1, '1204'), channel('G2', 7, '1204'), channel('G1', 2, '1205')];
    await db()
      .insertInto('workspace')
      .values({ id: workspaceId, account: workspaceId, role: 'manager' })
      .execute();
    await store(workspaceId, two);
    const flat = await keysOf();
    for (const [name, room] of [
      ['Ada', 'G2/7'],
      ['Ben', 'G1/2'],
    ] as const) {
      const words = {
        building_name: 'Harbor View',
        unit_label: '',
        email: '',
        phone: '',
        note: '',
        folded: '',
      };
      const order = { order_name: name, order_room: '', order_building: '' };
      await db()
        .insertInto('person')
        .values({ workspace_id: workspaceId, name, room_key: flat[room] ?? '', ...words, ...order })
        .execute();
    }
    const rooms = async () =>
      Object.fromEntries(
        (await db().selectFrom('person').selectAll().where('workspace_id', '=', workspaceId).execute()).map(
          (person) => [person.name, person.room_key],
        ),
      );
    await store(workspaceId, [...two, channel('G1', 3, '1204')]);
    const apart = await keysOf();
    expect(apart['G1/1']).not.toBe(apart['G2/7']);
    expect(await rooms()).toEqual({ Ada: apart['G1/1'], Ben: flat['G1/2'] });
    await store(workspaceId, two);
    expect(await rooms()).toEqual({ Ada: flat['G1/1'], Ben: flat['G1/2'] });
  });

  it('marks nothing as gone while entries of the list could not be read, and says so', async () => {
    await store(workspaceId, [channel('G1', 1, '1204'), channel('G2', 1, '1205')]);
    await store(workspaceId, [channel('G1', 1, '1204')], 1);
    expect(Object.keys(await keysOf())).toEqual(['G1/1', 'G2/1']);
    expect((await readStoredChannels({ workspaceId })).errorCode).toBe('cloud-nonsense');
    await store(workspaceId, [channel('G1', 1, '1204')]);
    expect(Object.keys(await keysOf())).toEqual(['G1/1']);
    expect((await readStoredChannels({ workspaceId })).errorCode).toBeNull();
  });

  it('keeps channels without a label apart, and same labels of different buildings', async () => {
    await store(workspaceId, [
      channel('G1', 1, ''),
      channel('G2', 1, ''),
      channel('G3', 1, ' '),
      channel('G1', 2, '1'),
      channel('G9', 2, '1', { buildingName: 'Elbhof' }),
    ]);
    expect(new Set(Object.values(await keysOf())).size).toBe(5);
  });

  it('knows a camera without a label as a device of its building, and not as a flat', async () => {
    await store(workspaceId, [
      channel('G1', 1, '1204'),
      channel('G2', 1, ''),
      channel('C1', 0, '', { kind: 'camera' }),
      channel('C2', 3, '1204', { kind: 'camera' }),
    ]);
    const { channels, cameras } = await readStoredChannels({ workspaceId });
    expect(cameras.map(({ gid }) => gid)).toEqual(['C1']);
    // A doorbell without a label still belongs to a flat, and a flat may have its own camera.
    expect(channels.map(({ gid }) => gid).sort()).toEqual(['C2', 'G1', 'G2']);
  });

  it('cuts names that no index or address can hold, and keeps two of them apart', async () => {
    // Letters that do not repeat, because PostgreSQL would compress repeated ones.
    const long = Array.from({ length: 4_000 }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000)),
    );
    const buildingName = long.join('');
    await store(workspaceId, [
      channel('G1', 1, '1', { buildingName }),
      channel('G2', 1, '1', { buildingName: `${buildingName}!` }),
      channel('G3', 1, `${buildingName}!`),
    ]);
    const { channels } = await readStoredChannels({ workspaceId });
    expect(new Set(channels.map((one) => one.buildingName)).size).toBe(3);
    for (const one of channels) {
      expect(one.buildingName.length).toBeLessThanOrEqual(300);
      expect(one.unitLabel.length).toBeLessThanOrEqual(300);
    }
    expect(channels.some((one) => one.buildingName.startsWith(buildingName.slice(0, 250)))).toBe(true);
  });

  it('keeps a label that one door carries twice apart at every door', async () => {
    await store(workspaceId, [
      channel('G1', 1, '1204'),
      channel('G1', 2, '1204'),
      channel('G2', 7, '1204'),
      channel('G1', 3, '1205'),
      channel('G2', 8, '1205'),
    ]);
    const keys = await keysOf();
    expect(new Set([keys['G1/1'], keys['G1/2'], keys['G2/7']]).size).toBe(3);
    expect(keys['G1/3']).toBe(keys['G2/8']);
  });

  it('marks what is no longer listed, and removes the mark when it returns', async () => {
    await store(workspaceId, [channel('G1', 1, '1204'), channel('G2', 2, '1205')]);
    await store(workspaceId, [channel('G1', 1, '1204')]);
    expect(Object.keys(await keysOf())).toEqual(['G1/1']);
    const gone = await db()
      .selectFrom('door')
      .select('present')
      .where('workspace_id', '=', workspaceId)
      .where('gid', '=', 'G2')
      .executeTakeFirstOrThrow();
    expect(gone.present).toBe(false);
    await store(workspaceId, [channel('G2', 2, '1205')]);
    expect(Object.keys(await keysOf())).toEqual(['G2/2']);
  });

  it('is not replaced by the answer to an older request', async () => {
    const older = await drawReadingOrder();
    const newer = await drawReadingOrder();
    const channels = [channel('G1', 1, '1204')];
    await storeChannels({ workspaceId, connectionId }, { channels, ...newer });
    const late = await storeChannels(
      { workspaceId, connectionId },
      { channels: [channel('G2', 2, '1205')], ...older },
    );
    expect(late.channels.map(({ gid }) => gid)).toEqual(['G1']);
    expect(Object.keys(await keysOf())).toEqual(['G1/1']);
  });

  it('treats a pair listed twice as one with both relations and all locks', async () => {
    await store(workspaceId, [
      channel('G1', 1, '1204', { relation: 'master' }),
      channel('G1', 1, '1204', { relation: 'landlord', locks: [{ id: 'A02', alias: 'Garage' }] }),
    ]);
    const rows = await db()
      .selectFrom('room_channel')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.relation).toBe('landlord-and-master');
    expect(rows[0]?.locks.map((lock) => lock.id)).toEqual(['A01', 'A02']);
  });

  it('stores neither of a channel’s passwords', async () => {
    await store(workspaceId, [channel('G1', 1, '1204')]);
    for (const table of ['door', 'room_channel'] as const) {
      const rows = await db().selectFrom(table).selectAll().where('workspace_id', '=', workspaceId).execute();
      expect(rows).not.toHaveLength(0);
      expect(JSON.stringify(rows)).not.toMatch(/canary|secret/);
    }
  });

  it('accepts names that PostgreSQL cannot hold', async () => {
    await store(workspaceId, [channel('G1', 1, 'a\u0000b\ud800'), channel('G2', 1, '=1+1')]);
    const labels = (await readStoredChannels({ workspaceId })).channels.map((one) => one.unitLabel);
    expect(labels).toEqual(expect.arrayContaining(['a\ufffdb\ufffd', '=1+1']));
  });

  it('keeps the list when reading it again failed, with the reason', async () => {
    await store(workspaceId, [channel('G1', 1, '1204')]);
    await recordListFailure({ workspaceId, connectionId }, 'cloud-timeout', await drawReadingOrder());
    const stored = await readStoredChannels({ workspaceId });
    expect(stored.channels).toHaveLength(1);
    expect(stored.errorCode).toBe('cloud-timeout');
    expect(stored.readAt).not.toBeNull();
  });

  it('is one list when two sign-ins store it at once', async () => {
    const list = Array.from({ length: 200 }, (_, index) => channel(`G${index % 7}`, index, `${index}`));
    await Promise.all([list, list.toReversed(), list].map((one) => store(workspaceId, one)));
    expect((await readStoredChannels({ workspaceId })).channels).toHaveLength(200);
  });

  it('that comes again unchanged, in any order, writes no row, and counts as read again', async () => {
    const list = [channel('G1', 1, '1204'), channel('G2', 2, '1205'), channel('G3', 3, '1206')];
    await store(workspaceId, list);
    const before = await versions();
    const { readAt } = await readStoredChannels({ workspaceId });
    const stands = await store(workspaceId, list.toReversed());
    expect(await versions()).toEqual(before);
    expect(stands).toMatchObject(await readStoredChannels({ workspaceId }));
    expect(stands.readAt?.getTime()).toBeGreaterThanOrEqual(readAt?.getTime() ?? Number.POSITIVE_INFINITY);
  });

  it('is returned as it now is, without what has gone', async () => {
    const camera = channel('C1', 0, '', { kind: 'camera' });
    await store(workspaceId, [channel('G1', 1, '1204'), channel('G2', 10, '9'), camera]);
    for (const list of [[camera, channel('G2', 10, '9')], [camera]]) {
      const stands = await store(workspaceId, list);
      expect(stands.channels.map(({ gid }) => gid)).toEqual(list.length > 1 ? ['G2'] : []);
      expect(stands).toMatchObject(await readStoredChannels({ workspaceId }));
    }
  });

  it('is written again when another process has stored another list meanwhile', async () => {
    const mine = [channel('G1', 1, '1204'), channel('G2', 2, '1205')];
    await store(workspaceId, mine);
    await store(workspaceId, [channel('G1', 1, '1204')]);
    await store(workspaceId, mine);
    expect(Object.keys(await keysOf())).toEqual(['G1/1', 'G2/2']);
  });

  it('clears an error when it comes again unchanged, and is never mistaken for a garbled list', async () => {
    const list = [channel('G1', 1, '1204'), channel('G2', 2, '1205')];
    await store(workspaceId, list);
    await recordListFailure({ workspaceId, connectionId }, 'cloud-timeout', await drawReadingOrder());
    await store(workspaceId, list);
    expect((await readStoredChannels({ workspaceId })).errorCode).toBeNull();
    const garbled = await store(workspaceId, [channel('G3', 3, '1206')], 1);
    expect(garbled.channels).toHaveLength(3);
    await store(workspaceId, list);
    expect(Object.keys(await keysOf())).toEqual(['G1/1', 'G2/2']);
  });

  it('belongs to one workspace', async () => {
    await store(workspaceId, [channel('G1', 1, '1204')]);
    expect((await readStoredChannels({ workspaceId: crypto.randomUUID() })).channels).toEqual([]);
  });
});

describe('clocks of a workspace', () => {
  it('prefers the zone chosen for the building, at its doors too', async () => {
    await store(workspaceId, [
      channel('G1', 1, '1'),
      channel('G2', 1, '1', { buildingName: 'Elbhof', timezone: 1 }),
    ]);
    await db()
      .insertInto('building_detail')
      .values({ workspace_id: workspaceId, building_name: 'Elbhof', zone: 'Europe/Berlin' })
      .execute();
    const zones = await readZones(workspaceId);
    expect(zones.ofDoor('G1')).toEqual({ name: '+08:00', source: 'vendor' });
    expect(zones.ofDoor('G2')).toEqual({ name: 'Europe/Berlin', source: 'chosen' });
    expect(zones.ofBuilding('Elbhof').name).toBe('Europe/Berlin');
    expect(zones.ofDoor('nobody’s')).toEqual({ name: 'UTC', source: 'assumed' });
  });
});
