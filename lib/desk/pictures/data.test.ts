import { beforeEach, describe, expect, test } from 'vitest';
import { GET as getDoorcodePicture } from '@/app/api/pictures/doorcode/[id]/route';
import { GET as getProfilePicture } from '@/app/api/pictures/profile/route';
import { callerOf } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { readDoorPlaces } from '@/lib/places/data';
import { useDatabase } from '@/lib/testing/database';
import { keepCode } from '@/lib/testing/kept-code';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { getDoordeer } from '../../auth/cloud-client';
import { startTestCloud } from '../../doordeer/client/test-cloud';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
beforeEach(async () => {
  await getDb().deleteFrom('doorcode').execute();
  await getDb().deleteFrom('profile_picture').execute();
  manager = await signIn('manager');
});

function signIn(name: 'manager' | 'otherManager' | 'landlord') {
  const { account, password } = simulator().accounts[name];
  return signInAs(account, password, name === 'landlord' ? 'landlord' : 'manager');
}

const ask = (id: string) =>
  getDoorcodePicture(new Request(`http://doordesk.test/api/pictures/doorcode/${id}`), {
    params: Promise.resolve({ id }),
  });
const askProfile = () =>
  getProfilePicture(new Request('http://doordesk.test/api/pictures/profile'), {
    params: Promise.resolve({}),
  });

async function storeCode(who: SignedIn, pictureUrl: string, goneAt: Date | null = null): Promise<string> {
  const [room] = who.scope.channels;
  const at = {
    workspace_id: who.scope.workspaceId,
    gid: room?.gid ?? '',
    channel: room?.channel ?? 0,
  };
  return keepCode(at, { name: 'Cleaner', pictureUrl, lock_ids: JSON.stringify(['A01']), gone_at: goneAt });
}

async function issueCode(who: SignedIn): Promise<string> {
  const [room] = who.scope.channels;
  const { account, password, role } = callerOf(who.scope);
  const { channels } = await getDoordeer().call('listChannels', { account, password, role });
  const locks =
    channels.find(({ gid, channel }) => gid === room?.gid && channel === room.channel)?.locks ?? [];
  const wanted = {
    account,
    password,
    gid: room?.gid ?? '',
    channel: room?.channel ?? 0,
    lockIds: locks.map(({ id }) => id),
    name: 'Cleaner',
    from: { date: '2026-01-01', time: '00:00:00' },
    to: { date: '2030-01-01', time: '00:00:00' },
  };
  const { pictureUrl } = await getDoordeer().call('createDoorcode', wanted, { by: who.scope, at: wanted });
  return pictureUrl;
}

describe('a doorcode’s picture', () => {
  test('has a file name of its code, its room and its door', async () => {
    const id = await storeCode(manager, await issueCode(manager));
    const [room] = manager.scope.channels;
    const [door] = await manager.as(() => readDoorPlaces(manager.scope));
    const file = `Cleaner ${room?.unitLabel} ${door?.doorHere}.png`;
    expect(room?.unitLabel).not.toBe('');
    const header = (await manager.as(() => ask(id))).headers.get('content-disposition');
    expect(decodeURIComponent(header ?? '')).toContain(`filename*=UTF-8''${file}`);
  });

  test('comes from the cloud, encoded again, as a picture and nothing else', async () => {
    const id = await storeCode(manager, await issueCode(manager));
    const response = await manager.as(() => ask(id));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  test('is not for strangers and other accounts', async () => {
    const id = await storeCode(manager, await issueCode(manager));
    expect((await asStranger(() => ask(id))).status).toBe(401);
    for (const other of ['otherManager', 'landlord'] as const) {
      const who = await signIn(other);
      expect((await who.as(() => ask(id))).status).toBe(404);
    }
  });

  test.each(['', 'x', '1', '../profile', '00000000-0000-4000-8000-000000000000', "' or 1=1"])(
    'under the id %j is not found',
    async (id) => {
      expect((await manager.as(() => ask(id))).status).toBe(404);
    },
  );

  test('of a code that is gone is not found', async () => {
    const id = await storeCode(manager, await issueCode(manager), new Date());
    expect((await manager.as(() => ask(id))).status).toBe(404);
  });

  test('that the cloud does not have is not found', async () => {
    const id = await storeCode(manager, new URL('/qrcode/00.png', simulator().url).href);
    expect((await manager.as(() => ask(id))).status).toBe(404);
  });

  test('is only fetched from the cloud', async () => {
    const inside = await startTestCloud((_arrival, response) => response.end('secret of the network'));
    for (const address of [
      `${inside.url}/a.png`,
      inside.url.replace('http:', 'https:'),
      'file:///etc/passwd',
    ]) {
      const id = await storeCode(manager, address);
      const response = await manager.as(() => ask(id));
      expect(response.status).toBe(503);
      expect(await response.json()).toEqual({ error: 'cloud-nonsense' });
    }
    expect(inside.arrivals).toEqual([]);
    await inside.close();
  });

  test('that is no picture is refused', async () => {
    const id = await storeCode(manager, new URL('/control/state', simulator().url).href);
    const response = await manager.as(() => ask(id));
    expect(response.headers.get('content-type')).toContain('application/json');
    expect([404, 503]).toContain(response.status);
  });
});

describe('the profile picture', () => {
  test('is the account’s own', async () => {
    expect((await manager.as(askProfile)).status).toBe(404);
    await getDb()
      .insertInto('profile_picture')
      .values({
        workspace_id: manager.scope.workspaceId,
        picture_url: await issueCode(manager),
        updated_at: new Date(),
      })
      .execute();
    expect((await manager.as(askProfile)).status).toBe(200);
    const other = await signIn('otherManager');
    expect((await other.as(askProfile)).status).toBe(404);
    expect((await asStranger(askProfile)).status).toBe(401);
  });
});
