import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { Secret } from '@/lib/doordeer/secret';
import type { Channel } from '@/lib/doordeer/words';
import { useDatabase } from '@/lib/testing/database';
import { longestSlice } from '@/lib/testing/longest-slice';
import { storeChannels } from './mutations';

useDatabase();

const labels = ['Harbor View', '港湾大厦', 'Straße "A" \\ 1'];
const channel = (_: unknown, at: number): Channel => ({
  gid: `G${at % 400}`,
  channel: at,
  kind: 'doorbell',
  model: 'D100',
  buildingName: labels[(at % 400) % 3] ?? '',
  unitLabel: `${at}Ä`,
  relation: 'landlord',
  locks: [{ id: 'A01', alias: labels[(at % 400) % 3] ?? '' }],
  timezone: 8,
  devicePassword: new Secret(''),
  fixedPassword: new Secret(''),
});

it('a device list of 12,000 rooms does not block other work, nor does it when some rooms are gone', async () => {
  const channels = Array.from({ length: 12_000 }, channel);
  const workspaceId = randomUUID();
  const { result, longestMs } = await longestSlice(async () => {
    const first = await storeChannels(
      { workspaceId, connectionId: workspaceId },
      { channels, asked: 1, askedAt: new Date() },
    );
    const shorter = channels.slice(5).reverse();
    const fewer = await storeChannels(
      { workspaceId, connectionId: workspaceId },
      { channels: shorter, asked: 2, askedAt: new Date() },
    );
    return { first, fewer };
  });
  const { first, fewer } = result;
  expect([first.channels.length, fewer.channels.length]).toEqual([12_000, 11_995]);
  const { gone } = await getDb()
    .selectFrom('room_channel')
    .select(({ fn }) => fn.countAll<number>().as('gone'))
    .where('workspace_id', '=', workspaceId)
    .where('present', '=', false)
    .executeTakeFirstOrThrow();
  expect(gone).toBe(5);
  const hash = async () =>
    (await getDb().selectFrom('device_list').select('content_hash').executeTakeFirstOrThrow()).content_hash;
  const before = await hash();
  const again = await storeChannels(
    { workspaceId, connectionId: workspaceId },
    {
      channels: channels.slice(5),
      asked: 3,
      askedAt: new Date(),
    },
  );
  expect(await hash()).toEqual(before);
  expect(again.channels).toEqual(fewer.channels);
  expect(longestMs).toBeLessThan(50);
}, 60_000);
