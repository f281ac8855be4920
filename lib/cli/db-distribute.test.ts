import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase, withDatabase } from './tests/databases';
import { nameDatabase } from './tests/server';

const script = fileURLToPath(new URL('db-distribute.ts', import.meta.url));
const name = nameDatabase(inject('template'));
const url = withDatabase(inject('serverUrl'), name);

async function ask<T extends pg.QueryResultRow>(...statements: string[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: T[] = [];
    for (const statement of statements) ({ rows } = await client.query<T>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** Citus itself is not here. Its entry in the catalogue is what the command looks for first. */
beforeAll(async () => {
  await createDatabase(inject('serverUrl'), name);
  await ask(
    'set allow_system_table_mods = on',
    `insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
     select 1000000, 'citus', extowner, extnamespace, false, '0' from pg_extension where extname = 'plpgsql'`,
  );
});
afterAll(() => dropDatabase(inject('serverUrl'), name));

test('a plan changes nothing in an empty database, and says that it is not prepared', async () => {
  const { code, said } = await new Promise<{ code: number | null; said: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', script, '--plan'],
      { env: { ...process.env, DATABASE_URL: url } },
      (_error, out, err) => resolve({ code: child.exitCode, said: out + err }),
    );
  });
  expect(said).toMatch(/has not prepared this database yet.*Nothing was changed/);
  expect(code).toBe(0);
  expect(await ask("select tablename from pg_tables where schemaname = 'public'")).toEqual([]);
});
