import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { useDatabase } from '../testing/database';
import { cancellable } from './run-cancellable';

const { db } = useDatabase();

/** As on Citus, which has a second function of this name. */
beforeAll(async () => {
  await sql`
    create function pg_cancel_backend(global_pid bigint) returns boolean language sql as 'select false'`.execute(
    db(),
  );
});

test('a statement that is given up ends at once, on Citus too', async () => {
  const given = new AbortController();
  const statement = cancellable({ signal: given.signal, timeoutMs: 50_000 }, (one) =>
    sql`select pg_sleep(60)`.execute(one),
  );
  const ended = statement.then(
    () => null,
    (error: { code: string }) => error.code,
  );
  const running = async () => {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and query like 'select pg_sleep%'`.execute(
      db(),
    );
    return rows.length;
  };
  await expect.poll(running, { timeout: 30_000 }).toBe(1);
  given.abort();
  await expect.poll(running, { timeout: 30_000 }).toBe(0);
  expect(await ended).toBe('57014');
});
