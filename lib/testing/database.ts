import { afterAll, beforeAll, inject } from 'vitest';
import { createDatabase, dropDatabase, withDatabase } from '../cli/tests/databases';
import { nameDatabase } from '../cli/tests/server';
import { closeDb, type Db, getDb } from '../db/client';

/** Gives this test file a fresh, migrated database. Call it at the top; use `db()` and `url` in hooks and tests. */
export function useDatabase(): { db(): Db; readonly url: string } {
  const serverUrl = inject('serverUrl');
  const template = inject('template');
  const name = nameDatabase(template);
  const url = withDatabase(serverUrl, name);

  beforeAll(async () => {
    await createDatabase(serverUrl, name, template);
    await closeDb();
    process.env.DATABASE_URL = url;
  });
  afterAll(async () => {
    await closeDb();
    await dropDatabase(serverUrl, name);
  });
  return { db: getDb, url };
}
