import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { statementMs } from '@/lib/db/client';
import { breakSuspects } from '@/lib/db/limited-client';
import { useDatabase } from '@/lib/testing/database';
import { type DatabaseProxy, proxyDatabase } from '@/lib/testing/database-proxy';
import { openBossDatabase } from './boss-database';

const postgres = useDatabase();
let way: DatabaseProxy;
let opened: ReturnType<typeof openBossDatabase>;

beforeEach(async () => {
  way = await proxyDatabase(postgres.url);
  vi.stubEnv('DATABASE_URL', way.url);
  opened = openBossDatabase('test');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await way.close();
  await opened.close();
});

test('the statements of the job queue have the limit of all others', async () => {
  const { rows } = await opened.database.executeSql('show statement_timeout', []);
  expect(rows).toEqual([{ statement_timeout: `${statementMs / 1_000}s` }]);
});

test('a database that has stopped leaves none of them waiting', async () => {
  await opened.database.executeSql('select 1', []);
  way.freeze({ newOnesToo: false });
  const stuck = opened.database.executeSql('select 1', []).then(
    () => 'answered',
    () => 'failed',
  );
  await new Promise((resolve) => setImmediate(resolve));
  breakSuspects(0);
  expect(await stuck).toBe('failed');
  expect((await opened.database.executeSql('select 1 as one', [])).rows).toEqual([{ one: 1 }]);
});
