import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { useDatabase } from '../testing/database';
import { poolTransactions } from '../testing/transaction-pooler';
import { connect } from './client';
import { MigrationError, migrate } from './migrate-database';
import { migrations } from './migrations/index';

const database = useDatabase();

describe('migrate', () => {
  test('a migrated database stays as it is', async () => {
    expect(await migrate(database.url)).toEqual([]);
  });

  test('processes that start together take turns on an empty database', async () => {
    const empty = new URL(database.url);
    const { db } = connect(database.url, 1);
    await sql`create database migrate_together`.execute(db);
    empty.pathname = '/migrate_together';
    try {
      const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(empty.href)));
      expect(runs.flat().sort()).toEqual(Object.keys(migrations).sort());
    } finally {
      await sql`drop database migrate_together with (force)`.execute(db);
      await db.destroy();
    }
  });

  test.each([
    ['the password missing', ({ host }: URL) => `postgres://postgres@${host}/postgres`],
    ['a socket that is not there', () => 'postgres:///doordesk?host=/nonexistent'],
    ['TLS, which the server has not', ({ href }: URL) => `${href}?sslmode=require`],
    ['a certificate that is not there', ({ href }: URL) => `${href}?sslrootcert=/nonexistent`],
    ['nobody at the address', () => 'postgres://user:secret-canary@127.0.0.1:1/doordesk'],
  ])('an address with %s is refused in plain words', async (_what, of) => {
    const refusal = await migrate(of(new URL(database.url))).catch((error: Error) => error);
    expect(refusal).toBeInstanceOf(MigrationError);
    expect(String(refusal)).toMatch(/The database of DATABASE_URL cannot be used/);
    expect(String(refusal)).not.toContain('secret-canary');
  });

  test.each([1, 2, 5])(
    'a pooler in transaction mode is refused, with %i connections to the server',
    async (size) => {
      const pooler = await poolTransactions(database.url, size);
      try {
        const refusal = await migrate(pooler.url).catch((error: Error) => error);
        expect(refusal).toBeInstanceOf(MigrationError);
        expect(String(refusal)).toMatch(
          /DATABASE_URL leads through a connection pooler.*pool_mode = session/,
        );
      } finally {
        await pooler.close();
      }
    },
  );

  test('a wait for another process is reported, has an end, and says which process holds the lock', async () => {
    const { db, pool } = connect(database.url, 1, { name: 'left-behind' });
    try {
      await pool.query('select pg_advisory_lock(4681307245)');
      const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
      const refusal = await migrate(database.url, { lockWaitMs: 0 }).catch((error: Error) => error);
      expect(refusal).toBeInstanceOf(MigrationError);
      expect(String(refusal)).toMatch(
        new RegExp(`process ${rows[0]?.pid} of the server .*left-behind.*since \\d{4}-`),
      );
      const messages: string[] = [];
      const waiting = migrate(database.url, { onWait: (words) => messages.push(words) });
      while (messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(messages[0]).toMatch(/Waiting until the database is prepared by process \d+ .*left-behind/);
      await pool.query('select pg_advisory_unlock(4681307245)');
      expect(await waiting).toEqual([]);
    } finally {
      await db.destroy();
    }
  });

  test('a database that a newer version prepared is refused in plain words', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-tomorrow', '')`.execute(
      database.db(),
    );
    await expect(migrate(database.url)).rejects.toThrow(/another version of Doordesk/);
  });
});
