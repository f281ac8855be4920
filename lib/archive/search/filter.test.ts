import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { countEvents, listEvents } from '../events/data';
import { eventHistogram } from './histogram';
import { eventsQuery } from './schema';

const { db } = useDatabase();
const { simulator } = useSimulator();
let scope: Scope;

const MINUTE = 60_000;
/** Instants within five hours of clock changes: Berlin, Lord Howe (by half an hour), Santiago (at midnight). */
const changes = ['2026-03-29T01:00Z', '2026-04-04T15:00Z', '2026-09-06T04:00Z', '2026-10-25T01:00Z'];
const instants = changes.flatMap((change) =>
  Array.from({ length: 101 }, (_, index) => new Date(Date.parse(change) + (index - 50) * 6 * MINUTE)),
);

const formats = new Map<string, Intl.DateTimeFormat>();
function shown(at: Date, timeZone: string): string {
  const known = formats.get(timeZone);
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(timeZone, known ?? made);
  return (known ?? made).format(at).replace(' ', 'T');
}

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  ({ scope } = await signInAs(account, password, 'manager'));
  const [door] = scope.channels;
  const event = (at: Date, place: number, wall: string | null) => ({
    workspace_id: scope.workspaceId,
    at,
    gid: door?.gid ?? '',
    stream: null,
    place,
    channel: null,
    attribution: null,
    type: 0,
    who_id: null,
    time_text: wall ?? '0000-00-00 00:00:00',
    wall,
    zone: 'Europe/Berlin',
    fit: wall ? ('exact' as const) : ('invalid' as const),
    building_name: door?.buildingName ?? '',
    unit_label: null,
    archived_at: new Date(),
  });
  const events = instants.map((at, place) => event(at, place, `${shown(at, 'Europe/Berlin')}:00`));
  // An event without a readable time: it has a position in the list, but lies in no range.
  events.push(event(instants[0] ?? new Date(), 100_000, null));
  await db().insertInto('event').values(events).execute();
});

const count = async (params: object) => (await countEvents(scope, eventsQuery.parse(params))).total;

const zones = ['building', 'UTC', 'Europe/Berlin', 'CET', 'Australia/Lord_Howe', 'America/Santiago', '+08'];
const edges = [
  ...['2026-03-29T01:59', '2026-03-29T02:00', '2026-03-29T02:30', '2026-03-29T03:00', '2026-03-29'],
  ...['2026-10-25T02:00', '2026-10-25T02:30', '2026-10-25T02:59', '2026-10-25T03:00', '2026-10-25'],
  ...[
    '2026-04-05T01:30',
    '2026-04-05T01:45',
    '2026-04-05T02:00',
    '2026-09-05',
    '2026-09-06T00:30',
    '2026-09-06',
  ],
];

describe.each(zones)('a range by the clock of %s', (zone) => {
  const clock = zone === 'building' ? 'Europe/Berlin' : zone;
  const walls = instants.map((at) => shown(at, clock));

  it('holds what the clock showed then, where it jumps as well', async () => {
    for (const edge of edges) {
      const since = walls.filter((wall) => wall.slice(0, edge.length) >= edge).length;
      expect([edge, await count({ zone, from: edge })]).toEqual([edge, since]);
      const until = walls.filter((wall) => wall.slice(0, edge.length) <= edge).length;
      expect([edge, await count({ zone, to: edge })]).toEqual([edge, until]);
    }
  });

  it('holds by hour of the day what its clock showed', async () => {
    for (const hour of [0, 1, 2, 3, 23]) {
      const then = walls.filter((wall) => Number(wall.slice(11, 13)) === hour).length;
      expect([hour, await count({ zone, hour: String(hour) })]).toEqual([hour, then]);
    }
  });

  it('is begun at the newest event whose clock had not passed it', async () => {
    for (const at of edges) {
      const { rows } = await listEvents(scope, eventsQuery.parse({ zone, at, limit: 1 }));
      const last = instants.filter((_, index) => (walls[index] ?? '').slice(0, at.length) <= at).at(-1);
      if (last) expect([at, rows[0]?.at]).toEqual([at, last.toISOString()]);
    }
  });

  it('is found again by zooming into a bar, also one that begins before the range', async () => {
    for (const range of [{}, { from: '2026-03-29T02:30' }, { from: '2026-04-04', to: '2026-10-25T02:30' }]) {
      const { bars } = await eventHistogram(scope, eventsQuery.parse({ zone, ...range }));
      for (const { from, to, count: counted } of bars.filter((bar) => bar.count > 0))
        expect([from, to, await count({ zone, from, to })]).toEqual([from, to, counted]);
    }
  });
});

describe('a moment at the edge of the calendar', () => {
  it.each(zones)('is taken by the clock of %s', async (zone) => {
    for (const from of ['0001-01-01', '0099-05-05T05:05', '1582-10-10'])
      expect(await count({ zone, from })).toBe(instants.length);
    for (const to of ['9999-12-31', '9999-12-31T23:59', '9999-12-31T23:59:59'])
      expect(await count({ zone, to })).toBe(instants.length);
    for (const at of ['0001-01-01', '9999-12-31']) {
      const { rows } = await listEvents(scope, eventsQuery.parse({ zone, at, limit: 500 }));
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  it('is refused in the year 0, which neither calendar nor database has', () => {
    expect(eventsQuery.safeParse({ from: '0000-01-01' }).success).toBe(false);
  });
});
