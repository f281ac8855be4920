import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refuseEvents } from '@/lib/abilities/archive';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { zoneOffset } from '@/lib/devices/time-zone';
import { arrive } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { dayText } from '@/lib/text/wall-text';
import { readArchiveState } from '../coverage/state';
import { freshenEvents } from '../feed/freshen';
import { eventFacets, type Facet } from '../search/facets';
import { noFilter } from '../search/filter';
import type { EventRow } from '../search/rows';
import { eventsQuery } from '../search/schema';
import { countHours } from './count-hours';
import { countEvents, countInTime, exactCount, lastEvents, listEvents, streamEvents } from './data';
import { lastEventByRoom, lastHeardByDoor } from './latest-events';
import { countNewer, newerQuery } from './newer-events';
import { loadEventsView } from './page';
import { lastEventsSeen } from './seen-events';

useDatabase();
const { simulator } = useSimulator();
const people: Record<string, SignedIn> = {};

beforeAll(async () => {
  for (const [name, role] of [
    ['manager', 'manager'],
    ['landlord', 'landlord'],
    ['otherLandlord', 'landlord'],
  ] as const) {
    const { account, password } = simulator().accounts[name];
    people[name] = await signInAs(account, password, role);
    await freshenEvents(people[name].scope);
  }
});

let manager: Scope;
let landlord: Scope;
beforeEach(() => {
  manager = (people.manager as SignedIn).scope;
  landlord = (people.landlord as SignedIn).scope;
});

const ask = (params: Record<string, unknown> = {}) => eventsQuery.parse(params);

async function all(scope: Scope, params: Record<string, unknown> = {}): Promise<EventRow[]> {
  const rows: EventRow[] = [];
  let after: string | null | undefined;
  do {
    const page = await listEvents(scope, ask({ ...params, limit: 500, ...(after ? { after } : {}) }));
    rows.push(...page.rows);
    after = page.next;
  } while (after);
  return rows;
}

describe('the list of events', () => {
  it('gives every event once, newest first, page by page', async () => {
    const rows = await all(manager);
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(rows.map(({ at }) => at)).toEqual(
      rows
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect((await countEvents(manager, noFilter)).total).toBe(rows.length);
  });

  it('goes back up by the same steps', async () => {
    const first = await listEvents(manager, ask({ limit: 20 }));
    const second = await listEvents(manager, ask({ limit: 20, after: first.next ?? '' }));
    const back = await listEvents(manager, ask({ limit: 20, before: second.rows[0]?.id ?? '' }));
    expect(back.rows).toEqual(first.rows);
  });

  it('filters by type, building, door and room', async () => {
    const rows = await all(manager);
    const [{ gid = '', buildingName = '' } = {}] = rows;
    const room = manager.channels.find((channel) =>
      rows.some((row) => row.gid === channel.gid && row.channel === channel.channel),
    );
    expect(room).toBeDefined();
    const expected = (match: (row: EventRow) => boolean) => rows.filter(match).map(({ id }) => id);
    const ids = async (params: Record<string, unknown>) => (await all(manager, params)).map(({ id }) => id);
    expect(await ids({ type: ['2', '5'] })).toEqual(expected(({ type }) => type === 2 || type === 5));
    expect(await ids({ building: buildingName })).toEqual(
      expected((row) => row.buildingName === buildingName),
    );
    expect(await ids({ door: gid })).toEqual(expected((row) => row.gid === gid));
    const channels = manager.channels.filter(({ roomKey }) => roomKey === room?.roomKey);
    expect(await ids({ room: room?.roomKey ?? '' })).toEqual(
      expected((row) =>
        channels.some((channel) => channel.gid === row.gid && channel.channel === row.channel),
      ),
    );
  });

  it.each(['CLEANER', 'cleaner', '装修', '装', 'العامل'.slice(2), '%', '_', "'"])(
    'finds a part of a name in any script, taken literally: %s',
    async (q) => {
      const rows = await all(manager);
      const holds = (text: string | null) => text?.toLowerCase().includes(q.toLowerCase()) ?? false;
      const expected = rows.filter((row) => holds(row.account) || holds(row.codeName)).map(({ id }) => id);
      expect((await all(manager, { q })).map(({ id }) => id)).toEqual(expected);
    },
  );

  it("takes days by each building's own clock, or by one for all", async () => {
    const rows = await all(manager);
    const day = rows[Math.floor(rows.length / 2)]?.wall?.slice(0, 10) ?? '';
    const local = await all(manager, { from: day, to: day });
    expect(local.map(({ id }) => id)).toEqual(
      rows.filter(({ wall }) => wall?.startsWith(day)).map(({ id }) => id),
    );
    const utc = await all(manager, { from: day, to: day, zone: 'UTC' });
    expect(utc.map(({ id }) => id)).toEqual(rows.filter(({ at }) => at?.startsWith(day)).map(({ id }) => id));
  });

  it('counts the choices of a filter as if it were not set', async () => {
    const rows = await all(manager);
    const { type } = await eventFacets(manager, { ...noFilter, type: ['2'] });
    expect(Object.fromEntries(type.map(({ value, count }) => [value, count]))).toEqual(
      Object.fromEntries(
        [...Map.groupBy(rows, (row) => String(row.type))].map(([value, some]) => [value, some.length]),
      ),
    );
  });

  it.each(['building', 'America/New_York'])(
    'counts rooms, hours and weekdays by the clock of %s',
    async (zone) => {
      const filter = { ...noFilter, zone, type: ['0', '2'], weekday: ['2', '3'] } as typeof noFilter;
      const facets = await eventFacets(manager, filter);
      const counted = async (more: Partial<typeof noFilter>) =>
        exactCount(manager, { ...filter, ...more }, { timeoutMs: 30_000 });
      const busiest = (facet: Facet[]) => facet.toSorted((one, other) => other.count - one.count)[0] as Facet;
      expect(facets.total).toBe(await counted({}));
      for (const name of ['building', 'door', 'room', 'type', 'hour', 'weekday'] as const) {
        const { value, count } = busiest(facets[name]);
        expect(count).toBeGreaterThan(0);
        expect(count).toBe(await counted({ [name]: [value] }));
      }
      expect(facets.hour).toHaveLength(24);
      expect(facets.weekday.map(({ value }) => value)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
      const sum = (facet: Facet[]) => facet.reduce((all, { count }) => all + count, 0);
      expect(sum(facets.hour)).toBe(await counted({}));
      expect(sum(facets.weekday)).toBe(await counted({ weekday: [] }));
    },
  );

  it('counts in the time it is given, or says that it cannot', async () => {
    const rows = await all(manager, { type: '5' });
    expect(await countInTime(manager, ask({ type: '5' }), 30_000)).toBe(rows.length);
    const holder = await getDb().startTransaction().execute();
    await sql`lock table event in access exclusive mode`.execute(holder);
    expect(await countInTime(manager, ask({ type: '5' }), 100)).toBeNull();
    await holder.rollback().execute();
  });

  it('counts no fewer than it shows, though there was no time for counting', async () => {
    const holder = await getDb().startTransaction().execute();
    await sql`lock table event in access exclusive mode`.execute(holder);
    const listing = listEvents(manager, ask({ limit: 5 }));
    await sql`select pg_sleep(1)`.execute(holder);
    await holder.rollback().execute();
    const { rows, total } = await listing;
    expect(rows).toHaveLength(5);
    expect(total).toBeGreaterThanOrEqual(5);
  });

  it('streams for an export what it lists', async () => {
    const streamed: EventRow[] = [];
    for await (const row of streamEvents(manager, { ...noFilter, type: ['5'] })) streamed.push(row);
    expect(streamed).toEqual(await all(manager, { type: '5' }));
  });

  it('says what has come since a row, and does not change the rows', async () => {
    const before = await listEvents(manager, ask());
    const [top] = before.rows;
    const query = newerQuery.parse({ before: top?.id });
    expect(await countNewer(manager, query)).toMatchObject({ count: 0, over: false });
    simulator().advance(60_000);
    arrive(simulator().cloud, top?.gid ?? '', [{ type: 5 }, { type: 5 }]);
    expect(await countNewer(manager, { ...query, refresh: true })).toMatchObject({ count: 2, over: false });
  });

  describe('what has come since a page was drawn', () => {
    const newerThan = async (page: { seen: string | null }, params: Record<string, unknown> = {}) =>
      (await countNewer(manager, newerQuery.parse({ ...params, seen: page.seen ?? undefined }))).count;

    async function newest() {
      const stored = await getDb()
        .selectFrom('event')
        .selectAll()
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      const { id, wall_hour, utc_hour, building_hash, ...event } = stored;
      return event;
    }
    type Stored = Awaited<ReturnType<typeof newest>>;
    const store = (...events: Stored[]) => getDb().insertInto('event').values(events).execute();
    const earlier = (event: Stored, ms: number) => ({ ...event, at: new Date(event.at.getTime() - ms) });
    afterEach(async () => {
      await getDb().deleteFrom('event').where('place', 'in', [1, 2, 3, 4]).execute();
    });

    it('counts what comes late from another door, and no history that is read', async () => {
      const view = await loadEventsView(manager, ask());
      expect(await newerThan(view)).toBe(0);
      const event = await newest();
      await store({ ...earlier(event, 5_000), place: 1 }, { ...earlier(event, 3 * 86_400_000), place: 2 });
      expect(await newerThan(view)).toBe(1);
      await store({ ...earlier(event, -365 * 86_400_000), place: 3 });
      const again = await loadEventsView(manager, ask());
      expect(again.page.rows[0]?.at).toBe(earlier(event, -365 * 86_400_000).at.toISOString());
      await store({ ...event, at: new Date(), place: 4 });
      expect(await newerThan(again)).toBe(1);
    });

    it.each([
      ['a page that holds all of the last minutes', {}],
      ['a page that is shorter', { limit: 1 }],
      ['oldest first', { dir: 'asc' }],
      ['a list that was moved to a date', { at: '2000-01-01' }],
    ])('counts what was being stored while it was read: %s', async (_, params) => {
      const event = await newest();
      await store({ ...earlier(event, 1_000), place: 1 });
      const writer = await getDb().startTransaction().execute();
      await writer
        .insertInto('event')
        .values({ ...earlier(event, 2_000), archived_at: sql`now()`, place: 2 })
        .execute();
      const view = await loadEventsView(manager, ask(params));
      const last = await lastEventsSeen(manager, 1);
      expect([await newerThan(view), await newerThan(last)]).toEqual([0, 0]);
      await writer.commit().execute();
      expect([await newerThan(view), await newerThan(last)]).toEqual([1, 1]);
    });
  });
});

describe('who sees what', () => {
  it('never shows an account what is another account’s', async () => {
    const mine = await all(landlord);
    const own = new Set(landlord.channels.map(({ gid, channel }) => `${channel}@${gid}`));
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.every((row) => row.channel === null || own.has(`${row.channel}@${row.gid}`))).toBe(true);
    const others = (people.otherLandlord as SignedIn).scope;
    const theirs = new Set((await all(others)).map(({ id }) => id));
    expect(mine.some(({ id }) => theirs.has(id))).toBe(false);
  });

  it('answers "not found" for a door or room of another account', () => {
    const foreign = manager.channels.find(
      (channel) => !landlord.channels.some(({ gid }) => gid === channel.gid),
    );
    const room = manager.channels.find(
      (channel) => !landlord.channels.some(({ roomKey }) => roomKey === channel.roomKey),
    );
    expect(refuseEvents(landlord, { door: [foreign?.gid ?? 'none'], room: [] })).toBe('not-found');
    expect(refuseEvents(landlord, { door: [], room: [room?.roomKey ?? 'none'] })).toBe('not-found');
    expect(refuseEvents(landlord, { door: [landlord.channels[0]?.gid ?? ''], room: [] })).toBeNull();
  });

  it('finds nothing for a foreign door even when the ability was not checked', async () => {
    const foreign = manager.channels.find(
      (channel) => !landlord.channels.some(({ gid }) => gid === channel.gid),
    );
    expect((await listEvents(landlord, ask({ door: foreign?.gid ?? 'none' }))).rows).toEqual([]);
  });
});

describe('what other pages ask', () => {
  it('returns the newest events, by room and by door', async () => {
    const rows = await all(manager);
    expect(await lastEvents(manager, 5)).toEqual(rows.slice(0, 5));
    const heard = await lastHeardByDoor(manager);
    for (const [gid, event] of heard)
      expect(event.at.toISOString()).toBe(rows.find((row) => row.gid === gid)?.at);
    const keys = [...new Set(manager.channels.map(({ roomKey }) => roomKey))];
    const byRoom = await lastEventByRoom(manager, keys);
    expect(byRoom.size).toBeGreaterThan(0);
  });

  it('returns the newest events of a room over all its doors, as the search finds them', async () => {
    const doors = Map.groupBy(manager.channels, ({ roomKey }) => roomKey);
    const several = [...doors].filter(([, channels]) => channels.length > 1).map(([key]) => key);
    for (const room of [several[0] ?? '', landlord.channels[0]?.roomKey ?? '']) {
      for (const scope of [manager, landlord]) {
        const found = (await all(scope, { room })).slice(0, 7);
        expect(await lastEvents(scope, 7, { room })).toEqual(found);
        if (scope === manager) expect(found).toHaveLength(7);
      }
    }
  });

  it.each(['UTC', 'Asia/Kolkata', 'building'])(
    'counts every hour of the last days, the empty ones too, and types, by the clock %s',
    async (clock) => {
      const { hours, types } = await countHours(manager, { clock, days: 7, typeDays: 2 });
      expect(hours).toHaveLength(7 * 24);
      const since = Date.parse(hours[0]?.hour ?? '');
      const shownAt = ({ at, wall }: EventRow) =>
        clock === 'building' ? Date.parse(`${wall?.replace(' ', 'T')}Z`) : Date.parse(at ?? '');
      const rows = (await all(manager)).filter(
        (row) => row.at !== null && shownAt(row) >= since && shownAt(row) < since + 7 * 86_400_000,
      );
      expect(hours.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
      // An hour of UTC may begin on the day before, where a zone is half an hour off.
      const wallNow =
        clock === 'building'
          ? Date.parse(hours.at(-1)?.hour ?? '')
          : Date.now() + zoneOffset(clock, Date.now());
      const yesterday = dayText(wallNow - 86_400_000);
      const query = { ...noFilter, zone: clock, from: yesterday };
      const { type } = await eventFacets(manager, query);
      const counted = (facets: { count: number }[]) => facets.reduce((sum, { count }) => sum + count, 0);
      expect(counted(types)).toBe(counted(type));
      for (const { value, count } of type.filter((facet) => facet.count > 0))
        expect(types).toContainEqual({ type: value, count });
    },
  );

  it('says for each door how much is kept', async () => {
    const rows = await all(manager);
    for (const door of await readArchiveState(manager)) {
      expect(door).toMatchObject({
        archived: rows.filter(({ gid }) => gid === door.gid).length,
        complete: true,
        errorCode: null,
      });
    }
  });
});
