import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { errorCodeOf } from '../errors';
import { useDatabase } from '../testing/database';
import { connect, getDb } from './client';
import { LockHeldError, lockByName } from './transaction-lock';

const database = useDatabase();

test('a lock that is not given in time says which process holds it', async () => {
  const other = connect(database.url, 1, { name: 'left-behind' });
  try {
    await other.pool.query("select pg_advisory_lock(hashtextextended('register of@person.example', 0))");
    const { rows } = await other.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    for (const how of ['exclusive', 'shared'] as const) {
      const failure = await getDb()
        .transaction()
        .execute(async (trx) => {
          await sql`set local lock_timeout = '20ms'`.execute(trx);
          await lockByName(trx, 'register of@person.example', how);
        })
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(LockHeldError);
      expect(String(failure)).toMatch(
        new RegExp(`"register" is held by process ${rows[0]?.pid} .*left-behind.*since \\d{4}-`),
      );
      expect(String(failure)).not.toContain('person.example');
      expect(errorCodeOf(failure)).toBe('database-unavailable');
    }
  } finally {
    await other.db.destroy();
  }
});

test('a lock by name ends with its transaction', async () => {
  const take = () =>
    getDb()
      .transaction()
      .execute((trx) => lockByName(trx, 'register'));
  await take();
  await take();
});
