import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { pruneMonths } from '@/lib/archive/retention/prune-months';
import { processSlot } from '@/lib/process-slot';
import { useDatabase } from '@/lib/testing/database';
import { addEventMonths, monthOf, partitionOf, readMonths } from './add-event-months';
import { partitionEvents } from './partition-events';

const { db } = useDatabase();
const workspace = '00000000-0000-4000-8000-000000000001';
const [now, nextMonth] = [
  monthOf(Date.now()),
  monthOf(new Date().setUTCMonth(new Date().getUTCMonth() + 1, 1)),
];

beforeAll(async () => {
  const listMonths = vi.fn(() => ['2024-02']);
  await addEventMonths(listMonths);
  expect(listMonths).not.toHaveBeenCalled();
  expect(await readMonths(db())).toEqual(new Set());
  await db().transaction().execute(partitionEvents);
});

beforeEach(async () => {
  await sql`delete from event`.execute(db());
  for (const month of await readMonths(db()))
    await sql`drop table ${sql.ref(partitionOf(month))}`.execute(db());
  processSlot('event-months').value = undefined;
});

async function store(place: number, at: string): Promise<void> {
  await db()
    .insertInto('event')
    .values({
      workspace_id: workspace,
      at: new Date(at),
      gid: 'door',
      place,
      type: 0,
      time_text: at,
      zone: 'UTC',
      fit: 'exact',
      building_name: '',
      archived_at: new Date(),
    })
    .execute();
}

async function partitions(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; count: number }>`
    select tableoid::regclass::text as name, count(*) as count from event group by 1 order by 1`.execute(
    db(),
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

test('this month and the next are made ahead of need, others on demand', async () => {
  await addEventMonths(() => ['2024-02']);
  expect([...(await readMonths(db()))].sort()).toEqual(['2024-02', now, nextMonth]);
});

test('a wild time makes no partition, and its event is kept', async () => {
  await addEventMonths(() => ['0000-01', '1970-01', '2009-12', '2099-01', '9999-12']);
  expect([...(await readMonths(db()))].sort()).toEqual([now, nextMonth]);
  await store(1, '1970-01-01T00:00:00Z');
  await store(2, '2099-01-01T00:00:00Z');
  expect(await partitions()).toEqual({ event_default: 2 });
});

test('events that came before their partition move into it', async () => {
  await store(1, '2024-02-10T00:00:00Z');
  await store(2, '2024-03-01T00:00:00Z');
  await addEventMonths(() => ['2024-02']);
  expect(await partitions()).toEqual({ event_2024_02: 1, event_default: 1 });
});

test('many events move in portions, one a minute, and none is out of sight meanwhile', async () => {
  const time = vi.spyOn(Date, 'now');
  await sql`
    insert into event (workspace_id, at, gid, place, type, time_text, zone, fit, building_name, archived_at)
    select ${workspace}, timestamptz '2024-02-01 00:00+00' + n * interval '20 seconds', 'door', n, 0, '', 'UTC', 'exact', '', now()
    from generate_series(1, 65000) as n`.execute(db());
  const held = [];
  for (let minute = 0; minute < 4; minute += 1) {
    // Later portions move whether or not more events of the month come.
    await addEventMonths(() => (minute === 1 ? [] : ['2024-02']));
    // A second call within the minute moves nothing.
    await addEventMonths(() => ['2024-02']);
    held.push(await partitions());
    time.mockReturnValue(Date.now() + 61_000);
  }
  time.mockRestore();
  expect(held).toEqual([
    { event_2024_02: 20_001, event_default: 44_999 },
    { event_2024_02: 40_002, event_default: 24_998 },
    { event_2024_02: 60_003, event_default: 4_997 },
    { event_2024_02: 65_000 },
  ]);
  await store(65_001, '2024-02-29T23:59:59Z');
  expect(await partitions()).toEqual({ event_2024_02: 65_001 });
});

test('an event moves when its instant changes', async () => {
  await addEventMonths(() => ['2024-02', '2024-03']);
  await store(1, '2024-02-29T23:30:00Z');
  await sql`update event set at = at + interval '1 hour' where workspace_id = ${workspace}`.execute(db());
  expect(await partitions()).toEqual({ event_2024_03: 1 });
});

test('several at once make each partition once', async () => {
  await Promise.all([1, 2, 3].map(() => addEventMonths(() => ['2024-02', '2024-03'])));
  expect((await readMonths(db())).size).toBe(4);
});

test('a reader that does not end delays no event: the default partition keeps it', async () => {
  await db()
    .transaction()
    .execute(async (trx) => {
      await sql`select from event limit 1`.execute(trx);
      await addEventMonths(() => ['2024-02']);
    });
  expect((await readMonths(db())).has('2024-02')).toBe(false);
  await store(1, '2024-02-10T00:00:00Z');
  processSlot('event-months').value = undefined;
  await addEventMonths(() => ['2024-02']);
  expect(await partitions()).toEqual({ event_2024_02: 1 });
});

test('only an empty partition of a past month is removed', async () => {
  await addEventMonths(() => ['2024-02', '2024-03']);
  await store(1, '2024-03-10T00:00:00Z');
  expect(await pruneMonths()).toEqual(['2024-02']);
  expect([...(await readMonths(db()))].sort()).toEqual(['2024-03', now, nextMonth]);
});
