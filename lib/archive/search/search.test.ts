import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import fc from '@/lib/testing/fast-check';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { seedArchive } from '@/lib/testing/seed-archive';
import { useSimulator } from '@/lib/testing/simulator';
import { foldText } from '@/lib/text/fold-text';
import { countEvents, listEvents } from '../events/data';
import { eventHistogram } from './histogram';
import { type EventRow, readCursor } from './rows';
import { type EventsQuery, eventsQuery } from './schema';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
const { url, db } = useDatabase();
const { simulator } = useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.
const count = 4_000;
let scope: Scope;
let rows: EventRow[];

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  ({ scope } = (await signInAs(account, password, 'manager')) as SignedIn);
  const doors = [...new Set(scope.channels.map(({ gid }) => gid))].map((gid) => ({
    gid,
    building: scope.channels.find((channel) => channel.gid === gid)?.buildingName ?? '',
    zone: 'Europe/Berlin',
    rooms: scope.channels
      .filter((channel) => channel.gid === gid)
      .map(({ channel, unitLabel }) => ({ channel, unit: unitLabel })),
  }));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await seedArchive(client, { workspaceId: scope.workspaceId, doors, events: count, names: 300 });
  await seedArchive(client, { workspaceId: crypto.randomUUID(), doors, events: 500, names: 300 });
  await client.end();
  rows = await walk({});
});

async function walk(params: Record<string, unknown>, limit = 500): Promise<EventRow[]> {
  const found: EventRow[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page = await listEvents(scope, eventsQuery.parse({ ...params, after, limit }));
    found.push(...page.rows);
    after = page.next;
  }
  return found;
}

async function climb(params: Record<string, unknown>, from: string, limit = 500): Promise<EventRow[]> {
  const up: EventRow[] = [];
  for (let before: string | null = from; before; ) {
    const page = await listEvents(scope, eventsQuery.parse({ ...params, before, limit }));
    up.unshift(...page.rows);
    before = page.above ?? null;
  }
  return up;
}

async function whileRepeated({ id }: EventRow, times: number, run: () => Promise<void>): Promise<void> {
  const event = await db()
    .selectFrom('event')
    .selectAll()
    .where('id', '=', readCursor(id).id)
    .executeTakeFirstOrThrow();
  const { id: _, wall_hour, utc_hour, building_hash, ...same } = event;
  const { last } = await db()
    .selectFrom('event')
    .select(({ fn }) => fn.max('place').as('last'))
    .executeTakeFirstOrThrow();
  const copies = Array.from({ length: times }, (_, at) => ({ ...same, place: Number(last) + 1 + at }));
  await db().insertInto('event').values(copies).execute();
  await run();
  await db().deleteFrom('event').where('place', '>', last).execute();
}

function matches(row: EventRow, query: EventsQuery): boolean {
  const local =
    query.zone === 'building'
      ? row.wall
      : row.at &&
        new Intl.DateTimeFormat('sv-SE', { timeZone: query.zone, ...spelt }).format(new Date(row.at));
  const any = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value);
  const type = row.type >= 0 && row.type <= 5 ? String(row.type) : 'other';
  const room = scope.channels.find(({ gid, channel }) => gid === row.gid && channel === row.channel);
  const weekday = local ? String(((new Date(`${local.slice(0, 10)}T00:00Z`).getUTCDay() + 6) % 7) + 1) : '';
  return (
    any(query.type, type) &&
    any(query.building, row.buildingName) &&
    any(query.door, row.gid) &&
    any(query.room, room?.roomKey ?? '') &&
    any(query.hour, local ? String(Number(local.slice(11, 13))) : '') &&
    any(query.weekday, weekday) &&
    (query.from === undefined || (local !== null && local.slice(0, 10) >= query.from)) &&
    (query.to === undefined || (local !== null && local.slice(0, 10) <= query.to)) &&
    foldText(row.account ?? row.codeName ?? '').includes(foldText(query.q))
  );
}
const spelt = { dateStyle: 'short', timeStyle: 'medium' } as const;

describe('the search of the archive', () => {
  it('finds with any filters what a look at every row finds, and counts it', async () => {
    expect(rows).toHaveLength(count);
    const some = <T>(values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 });
    const each = (of: (row: EventRow) => string) => [...new Set(rows.map(of))];
    const days = rows.flatMap(({ wall }) => (wall ? [wall.slice(0, 10)] : []));
    const filters = fc.record(
      {
        type: some(['0', '2', '3', '5', 'other']),
        building: some([...each(({ buildingName }) => buildingName), 'none']),
        door: some(each(({ gid }) => gid)),
        room: some([...new Set(scope.channels.map(({ roomKey }) => roomKey))]),
        hour: some(['0', '3', '9', '17', '23']),
        weekday: some(['1', '4', '7']),
        q: fc.constantFrom('müller', 'MÜLLER.8', '王', '33', 'محمد', 'x', 'nobody'),
        from: fc.constantFrom(...days),
        zone: fc.constantFrom('UTC', 'building', 'America/New_York', 'Asia/Kathmandu'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(filters, async (params) => {
        const query = eventsQuery.parse(params);
        const expected = rows.filter((row) => matches(row, query)).map(({ id }) => id);
        expect((await walk(params)).map(({ id }) => id)).toEqual(expected);
        const upwards = await walk({ ...params, dir: 'asc' });
        expect(upwards.map(({ id }) => id)).toEqual(expected.toReversed());
        expect(await countEvents(scope, query)).toEqual({ total: expected.length, over: false });
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('puts every event with a readable time into one bar of the histogram', async () => {
    for (const zone of ['building', 'UTC']) {
      const { bars } = await eventHistogram(scope, eventsQuery.parse({ zone }));
      expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(rows.filter(({ at }) => at !== null).length);
      const busy = bars.find((bar) => bar.count > 0);
      const zoomed = await countEvents(scope, eventsQuery.parse({ zone, from: busy?.from, to: busy?.to }));
      expect(zoomed.total).toBe(busy?.count);
    }
  });

  it('gives each event once on the way down and on the way back up', async () => {
    const down = await walk({ type: ['3'] }, 97);
    expect(await climb({ type: ['3'] }, down.at(-1)?.id ?? '', 97)).toEqual(down.slice(0, -1));
  });

  it('lists oldest first just what it lists newest first, events of one instant too', async () => {
    const busy = rows.find(({ type, channel }) => type === 3 && channel !== null) as EventRow;
    const day = rows[count / 2]?.wall?.slice(0, 10);
    await whileRepeated(busy, 60, async () => {
      for (const params of [
        {},
        { type: ['3'] },
        { q: 'müller' },
        { door: [busy.gid], hour: ['3', '9'], zone: 'America/New_York' },
        { room: [scope.channels[0]?.roomKey], to: day },
      ]) {
        const down = (await walk(params)).toReversed();
        const asc = { ...params, dir: 'asc' };
        expect(await walk(asc, 23)).toEqual(down);
        expect(await climb(asc, down.at(-1)?.id ?? '', 23)).toEqual(down.slice(0, -1));
        const first = await listEvents(scope, eventsQuery.parse({ ...asc, limit: 5 }));
        expect(first).toMatchObject({ newest: down.at(-1)?.id, total: down.length });
      }
      const nothing = await listEvents(scope, eventsQuery.parse({ q: 'nobody', dir: 'asc' }));
      expect(nothing).toMatchObject({ rows: [], next: null, newest: null, total: 0 });
    });
  });

  it('begins at a moment by any clock, and goes both ways from there', async () => {
    const days = rows.flatMap(({ wall }) => (wall ? [wall.slice(0, 10)] : []));
    const middle = days[Math.floor(days.length / 2)] ?? '';
    for (const zone of ['building', 'UTC', 'America/New_York']) {
      for (const type of [[], ['3']]) {
        for (const dir of ['desc', 'asc']) {
          const query = eventsQuery.parse({ zone, type, dir, at: `${middle}T12:30`, limit: 500 });
          const page = await listEvents(scope, query);
          const [first] = page.rows;
          const all = await walk({ type, dir });
          const begin = all.findIndex(({ id }) => id === first?.id);
          expect(page.rows).toEqual(all.slice(begin, begin + 500));
          expect([page.newest, page.total]).toEqual([all.at(dir === 'asc' ? -1 : 0)?.id, all.length]);
          const [edge, above] = [localText(first, zone), localText(all[begin - 1], zone)];
          if (dir === 'asc') expect(edge >= `${middle} 12:30:00` && above < `${middle} 12:30:00`).toBe(true);
          else expect(edge <= `${middle} 12:30:59` && above > `${middle} 12:30:59`).toBe(true);
          expect(await climb({ zone, type, dir }, page.above ?? '')).toEqual(all.slice(0, begin));
        }
      }
    }
    const beyond = (at: string, dir: string) => listEvents(scope, eventsQuery.parse({ at, dir, limit: 100 }));
    expect((await beyond('1990-01-01', 'desc')).rows).toEqual(rows.slice(-100));
    expect((await beyond('2990-01-01', 'asc')).rows).toEqual(rows.slice(0, 100).toReversed());
    expect(await beyond('1990-01-01', 'asc')).toMatchObject({ above: null, newest: rows[0]?.id });
  });

  it('distinguishes buildings whose names have the same hash', async () => {
    const [mine, other] = ['House 207726', 'House 6689'];
    const { rows: hashes } = await sql<{ same: boolean }>`
      select hashtext(${mine}) = hashtext(${other}) as same`.execute(db());
    expect(hashes).toEqual([{ same: true }]);
    const some = rows.filter(({ type }) => type === 3).slice(0, 40);
    const ids = some.map(({ id }) => id);
    const rename = (building_name: string, which: string[]) =>
      db()
        .updateTable('event')
        .set({ building_name })
        .where('workspace_id', '=', scope.workspaceId)
        .where(
          'id',
          'in',
          which.map((id) => readCursor(id).id),
        )
        .execute();
    await rename(mine, ids);
    const found = await walk({ building: [mine], type: ['3'] }, 15);
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(await walk({ building: [other] }, 15)).toEqual([]);
  });
});

function localText(row: EventRow | undefined, zone: string): string {
  if (!row?.at || zone === 'building') return row?.wall ?? '';
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...spelt }).format(new Date(row.at));
}
