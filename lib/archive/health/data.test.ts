import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { GET } from '@/app/api/archive/route';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenEvents } from '../feed/freshen';
import { isSilent, readDoorHealth, silentDoors } from './data';

useDatabase();
const { simulator } = useSimulator();

let scope: Scope;
let signedIn: SignedIn;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  signedIn = await signInAs(account, password, 'manager');
  scope = signedIn.scope;
});

it('knows nothing of doors that were never read, and calls none of them silent', async () => {
  const doors = await readDoorHealth(scope);
  expect(doors.map(({ gid }) => gid)).toEqual(gidsOf(scope));
  expect(
    doors.every(({ state, heardAt, lastReadAt }) => state === 'unknown' && !heardAt && !lastReadAt),
  ).toBe(true);
  expect(await silentDoors(scope)).toEqual([]);
});

it('says when each door was heard from and read, and of a clock only what an event proves', async () => {
  await freshenEvents(scope, { anyway: true });
  const doors = await readDoorHealth(scope);
  const heard = doors.find(({ heardAt }) => heardAt !== null);
  expect(heard).toMatchObject({ errorCode: null, clock: { state: 'fits' } });
  expect(heard?.lastReadAt).not.toBeNull();
  const gid = heard?.gid ?? '';
  const newest = await getDb()
    .selectFrom('event')
    .select(['id', 'at'])
    .where('gid', '=', gid)
    .where('fit', '=', 'exact')
    .orderBy('at', 'desc')
    .executeTakeFirstOrThrow();
  await getDb()
    .updateTable('event')
    .set({ archived_at: new Date(newest.at.getTime() - 4 * 60_000) })
    .where('id', '=', newest.id)
    .execute();
  const health = async () => (await readDoorHealth(scope)).find((door) => door.gid === gid);
  expect(await health()).toMatchObject({ clock: { state: 'ahead', offMs: 240_000 }, lagMs: null });
  await getDb()
    .updateTable('event')
    .set({ archived_at: new Date(newest.at.getTime() + 30_000) })
    .where('id', '=', newest.id)
    .execute();
  await getDb()
    .updateTable('event')
    .set({ archived_at: new Date(newest.at.getTime() - 3_600_000) })
    .where('id', '<>', newest.id)
    .where('gid', '=', gid)
    .execute();
  expect((await health())?.lagMs).toBe(30_000);
});

it('calls no door silent that was not asked lately, or could not be read', () => {
  const now = Date.now();
  const read = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const door = { state: 'silent', errorCode: null, lastReadAt: read(1) } as const;
  expect(isSilent(door, now)).toBe(true);
  expect(isSilent({ ...door, lastReadAt: read(120) }, now)).toBe(false);
  expect(isSilent({ ...door, errorCode: 'cloud-dropped' }, now)).toBe(false);
});

it('calls no door complete whose reading is not running, in the archive either', async () => {
  const complete = async () => {
    const doors = await readDoorHealth(scope);
    return doors.filter((door) => door.complete).map(({ gid }) => gid);
  };
  const [gid = ''] = await complete();
  expect(gid).not.toBe('');
  const readAgo = (seconds: number) =>
    sql`update event_door set read_at = now() - make_interval(secs => ${seconds}) where gid = ${gid}`.execute(
      getDb(),
    );
  await readAgo(3_600);
  expect(await complete()).not.toContain(gid);
  const stopped = (await readDoorHealth(scope)).find((door) => door.gid === gid);
  expect(stopped).toMatchObject({ readToEnd: true, complete: false, errorCode: null });
  const archive = async () => {
    const answer = await signedIn.as(() =>
      GET(new Request('http://localhost/api/archive'), { params: Promise.resolve({}) }),
    );
    const { doors }: { doors: { gid: string; complete: boolean }[] } = await answer.json();
    return doors.find((door) => door.gid === gid)?.complete;
  };
  expect(await archive()).toBe(false);
  await readAgo(1);
  expect(await complete()).toContain(gid);
  expect(await archive()).toBe(true);
});
