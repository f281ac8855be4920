import { beforeAll, describe, expect, it } from 'vitest';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { GET as getArchive } from '../archive/route';
import { GET as exportEvents } from './export/route';
import { GET as listEvents } from './route';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
const { simulator } = useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.
let manager: SignedIn;
let landlord: SignedIn;

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  await freshenEvents(manager.scope);
  await freshenEvents(landlord.scope);
});

const context = { params: Promise.resolve({}) };
const at = (path: string) => new Request(`http://doordesk.test/api/${path}`);
const foreignDoor = () =>
  manager.scope.channels.find(({ gid }) => !landlord.scope.channels.some((own) => own.gid === gid))?.gid ??
  'none';

describe('GET /api/events', () => {
  it('answers a request without a session 401 and another account 404', async () => {
    expect((await asStranger(() => listEvents(at('events'), context))).status).toBe(401);
    const response = await landlord.as(() => listEvents(at(`events?door=${foreignDoor()}`), context));
    expect([response.status, await response.json()]).toEqual([404, { error: 'not-found' }]);
  });

  it.each([
    'type=9',
    'from=tomorrow',
    'to=2026-13-01',
    'zone=Mars/Base',
    'after=x',
    'limit=9999',
    'type=2&type=x',
    'from=0000-01-01',
    'after=9999999999999999.1',
    'before=-9999999999999999.1',
  ])('answers ?%s with 400 and the field', async (query) => {
    const response = await manager.as(() => listEvents(at(`events?${query}`), context));
    expect(response.status).toBe(400);
    expect(Object.keys((await response.json()).fields)).toHaveLength(1);
  });

  it.each([
    'from=0001-01-01&to=9999-12-31',
    'from=0001-01-01&to=9999-12-31&zone=Pacific/Kiritimati',
    'at=9999-12-31T23:59',
    'at=0001-01-01&zone=Etc/GMT%2B12',
    'after=253402473600000.999999999999999999',
    'before=-30610224000000.0',
  ])('answers ?%s, the furthest that can be asked for', async (query) => {
    const response = await manager.as(() => listEvents(at(`events?${query}`), context));
    expect(response.status).toBe(200);
  });
});

describe('GET /api/events/export', () => {
  it('is recorded in the audit log with its filter', async () => {
    await manager.as(() => exportEvents(at('events/export?format=json&q=clean'), context));
    const entry = await getDb()
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'events.export')
      .where('outcome', '=', 'intent')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ subject: 'json', outcome: 'intent', detail: { search: 'clean' } });
  });

  it('gives nothing of another account’s door', async () => {
    const response = await landlord.as(() =>
      exportEvents(at(`events/export?door=${foreignDoor()}`), context),
    );
    expect(response.status).toBe(404);
  });
});

describe('GET /api/archive', () => {
  it('lists the doors of the account that asks', async () => {
    const response = await landlord.as(() => getArchive(at('archive'), context));
    const { doors } = (await response.json()) as { doors: { gid: string }[] };
    // A camera without a room is visible only to the manager.
    expect(new Set(doors.map(({ gid }) => gid))).toEqual(
      new Set(landlord.scope.channels.map(({ gid }) => gid)),
    );
    expect(Object.keys(doors[0] ?? {})).toEqual([
      'gid',
      'archived',
      'complete',
      'oldest',
      'newest',
      'lastReadAt',
      'stretches',
      'gaps',
      'withheld',
    ]);
  });

  it('gives the proven periods of one door, and nothing of another account’s', async () => {
    const [{ gid } = { gid: '' }] = landlord.scope.channels;
    const readDoor = async (who: SignedIn) => {
      const response = await who.as(() => getArchive(at(`archive?door=${gid}`), context));
      const { doors } = await response.json();
      expect(doors).toHaveLength(1);
      return doors[0];
    };
    const own = landlord.scope.channels.filter((channel) => channel.gid === gid);
    const lists = await readDoor(landlord);
    expect(lists.stretches.map(({ channel }: { channel: number }) => channel)).toEqual(
      own.map(({ channel }) => channel),
    );
    const { archived, oldest, newest, stretches, gaps } = await readDoor(manager);
    expect(stretches).toEqual([
      {
        channel: null,
        room: null,
        asked: true,
        from: oldest,
        to: newest,
        events: archived,
        removed: 0,
        fromFirst: true,
      },
    ]);
    expect(gaps).toEqual([]);
    const foreign = await landlord.as(() => getArchive(at(`archive?door=${foreignDoor()}`), context));
    expect([foreign.status, await foreign.json()]).toEqual([404, { error: 'not-found' }]);
  });
});
