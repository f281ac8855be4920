import { beforeEach, describe, expect, it } from 'vitest';
import { connectOwn, ensureConnection, moveConnection } from '@/lib/auth/connection';
import { ensureWorkspace } from '@/lib/auth/session';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { Secret } from '@/lib/doordeer/secret';
import type { Channel, Role } from '@/lib/doordeer/words';
import { useDatabase } from '@/lib/testing/database';
import { readListed, readStoredChannels } from './data';
import { findClocks } from './find-clocks';
import { recordListFailure, removeList, storeChannels } from './mutations';
import { readZones } from './zones';

const { db } = useDatabase();
let workspaceId: string;
let own: string;

beforeEach(async () => {
  const account = `${crypto.randomUUID()}@desk.example`;
  workspaceId = await ensureWorkspace(db(), { account, role: 'landlord' });
  own = await ensureConnection(db(), { workspaceId, account, role: 'landlord' });
});

const connect = (role: Role) =>
  connectOwn(db(), {
    workspaceId,
    account: `${crypto.randomUUID()}@desk.example`,
    role,
    actor: 'owner',
    password: new Secret('of the other account'),
  });

const remove = (connectionId: string) =>
  removeList({ workspaceId, connectionId }, (trx) =>
    moveConnection(workspaceId, connectionId, { from: ['connected'], to: 'none' }, trx),
  );

function channel(gid: string, number: number, rest: Partial<Channel> = {}): Channel {
  return {
    gid,
    channel: number,
    kind: 'doorbell',
    model: 'D100',
    buildingName: 'Harbor View',
    unitLabel: `Flat ${number}`,
    relation: 'landlord',
    locks: [{ id: 'A01', alias: 'Front gate' }],
    timezone: 8,
    devicePassword: new Secret('device-canary'),
    fixedPassword: new Secret('fixed-canary'),
    ...rest,
  };
}

const store = async (connectionId: string, channels: readonly Channel[], skipped = 0) =>
  storeChannels({ workspaceId, connectionId }, { channels, skipped, ...(await drawReadingOrder()) });

const listed = async () =>
  (await readListed(workspaceId)).channels.map(({ gid, channel: number, through }) => [
    `${gid}/${number}`,
    ...(through ?? []).map(({ connectionId }) => connectionId),
  ]);

describe('the lists of several connections', () => {
  it('are one list, in which the leading connection names a room, its locks and the clock of its door', async () => {
    await store(own, [channel('G1', 1, { timezone: 1, buildingName: 'Haus am Hafen' })]);
    const other = await connect('landlord');
    await store(other, [channel('G1', 1, { timezone: 2, buildingName: 'The harbour' }), channel('G1', 2)]);
    const manager = await connect('manager');
    const { channels, isMerged } = await store(manager, [
      channel('G1', 1, { relation: 'other', locks: [{ id: 'A02', alias: 'Rear lock' }] }),
    ]);
    expect(isMerged).toBe(true);
    expect(channels).toMatchObject([
      {
        channel: 1,
        buildingName: 'Harbor View',
        relation: 'other',
        through: [
          { connectionId: manager, role: 'manager', relation: 'other' },
          { connectionId: own, role: 'landlord', relation: 'landlord' },
          { connectionId: other, role: 'landlord', relation: 'landlord' },
        ],
      },
      { channel: 2, through: [{ connectionId: other }] },
    ]);
    expect((await readZones(workspaceId)).ofDoor('G1').name).toBe('+08:00');
    expect(await findClocks({ workspaceId, isMerged }, ['G1'])).toEqual(['+01:00', '+02:00', '+08:00']);
  });

  it('lose what only one of them had when it is removed, and nothing else', async () => {
    await store(own, [channel('G1', 1, { timezone: 1 })]);
    const other = await connect('manager');
    await store(other, [channel('G1', 1), channel('G2', 1)]);
    await remove(other);
    expect(await listed()).toEqual([['G1/1']]);
    expect((await readZones(workspaceId)).ofDoor('G1').name).toBe('+01:00');
    expect(await readStoredChannels({ workspaceId, connectionId: own })).toMatchObject({ isMerged: false });
  });

  it('keep nothing of a connection that was removed while it was asked', async () => {
    await store(own, [channel('G1', 1)]);
    const other = await connect('landlord');
    await store(other, [channel('G1', 2)]);
    await remove(other);
    expect(await store(other, [channel('G1', 2)])).toMatchObject({ isMerged: false });
    const order = await drawReadingOrder();
    await recordListFailure({ workspaceId, connectionId: other }, 'cloud-unavailable', order);
    expect(await listed()).toEqual([['G1/1']]);
    const lists = db().selectFrom('device_list').select('connection_id');
    expect(await lists.where('workspace_id', '=', workspaceId).execute()).toEqual([{ connection_id: own }]);
  });

  it('are each read by themselves: one that shrinks, is partly readable or came empty changes no other', async () => {
    await store(own, [channel('G1', 1), channel('G1', 2)]);
    const other = await connect('landlord');
    await store(other, [channel('G1', 2), channel('G1', 3)]);
    await store(other, [channel('G1', 3)], 1);
    expect(await listed()).toEqual([['G1/1'], ['G1/2', own, other], ['G1/3', other]]);
    await store(own, []);
    expect(await listed()).toHaveLength(3);
    expect(await readStoredChannels({ workspaceId, connectionId: other })).toMatchObject({
      errorCode: 'cloud-nonsense',
    });
    await store(other, [channel('G1', 3)]);
    expect(await listed()).toEqual([['G1/1'], ['G1/2'], ['G1/3', other]]);
  });

  it('are remembered until one of them changes', async () => {
    await store(own, [channel('G1', 1)]);
    const other = await connect('landlord');
    await store(other, [channel('G1', 2)]);
    const hash = async () =>
      (
        await db()
          .selectFrom('device_list')
          .select('merge_hash')
          .where('workspace_id', '=', workspaceId)
          .execute()
      ).map(({ merge_hash }) => merge_hash?.toString('hex'));
    const [before, same] = await hash();
    expect(before).toBe(same);
    await store(own, [channel('G1', 1)]);
    expect(await hash()).toEqual([before, before]);
    await store(other, [channel('G1', 4)]);
    expect(await hash()).not.toContain(before);
  });
});
