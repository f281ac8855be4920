import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/database';
import { getDb, untilIdle } from './client';

const { db } = useDatabase();

describe('instants from the database', () => {
  it.each([
    ['2026-11-25 14:00:00+00', '2026-11-25T14:00:00.000Z'],
    ['2026-11-25 14:00:00.123456+00', '2026-11-25T14:00:00.123Z'],
    ['2026-11-25 14:00:00.5+05:30', '2026-11-25T08:30:00.500Z'],
    ['2026-11-25 14:00:00+08', '2026-11-25T06:00:00.000Z'],
    ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
  ])('reads %s', (text, instant) => {
    const read = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;
    expect(read(text).toISOString()).toBe(instant);
  });

  it('come back as they went in, to the millisecond', async () => {
    const at = new Date('2026-03-01T23:59:59.987Z');
    const { at: back } = await db()
      .selectNoFrom((eb) => eb.cast<Date>(eb.val(at), 'timestamptz').as('at'))
      .executeTakeFirstOrThrow();
    expect(back).toEqual(at);
  });
});

it('has no query of the pool’s compiled or shared out, whatever the server does by itself', async () => {
  const { rows } = await sql`
    select current_setting('jit') as jit, current_setting('max_parallel_workers_per_gather') as helpers`.execute(
    getDb(),
  );
  expect(rows).toEqual([{ jit: 'off', helpers: '0' }]);
});

it('is idle once no statement is under way, and is not waited for without end', async () => {
  let isOver = false;
  const asked = sql`select pg_sleep(0.1)`.execute(db()).then(() => {
    isOver = true;
  });
  await untilIdle(60_000);
  expect(isOver).toBe(true);
  await asked;
  const long = sql`select pg_sleep(1)`.execute(db()).then(() => {
    isOver = false;
  });
  await untilIdle(20);
  expect(isOver).toBe(true);
  await long;
});
