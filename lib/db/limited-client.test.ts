import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorCodeOf } from '../errors';
import { useDatabase } from '../testing/database';
import { type DatabaseProxy, proxyDatabase } from '../testing/database-proxy';
import { connect } from './client';
import { breakSuspects } from './limited-client';

const database = useDatabase();
let way: DatabaseProxy;
let opened: ReturnType<typeof connect>;

beforeEach(async () => {
  way = await proxyDatabase(database.url);
});
afterEach(async () => {
  await way.close();
  await opened.db.destroy();
});

const failureOf = (run: Promise<unknown>) => run.then(() => null, errorCodeOf);
const one = () => sql<{ one: number }>`select 1 as one`.execute(opened.db).then(({ rows }) => rows[0]?.one);

describe('a statement with a limit', () => {
  test('is ended by the server, and its connection goes on', async () => {
    opened = connect(way.url, 1, { limitMs: 200 });
    expect(await failureOf(sql`select pg_sleep(60)`.execute(opened.db))).toBe('database-unavailable');
    expect(await one()).toBe(1);
  });

  test('fails in a database that has stopped answering, and leaves no connection that hangs', async () => {
    opened = connect(way.url, 1, { limitMs: 200 });
    expect(await one()).toBe(1);
    way.freeze({ newOnesToo: false });
    expect(await failureOf(one())).toBe('database-unavailable');
    expect(await one()).toBe(1);
  });

  test('nor for a new connection to a database that has stopped', async () => {
    opened = connect(way.url, 1, { limitMs: 60_000 });
    way.freeze();
    const failed = failureOf(one());
    let isOver = false;
    failed.then(() => {
      isOver = true;
    });
    for (let turn = 0; turn < 100 && !isOver; turn++) {
      breakSuspects(0);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(isOver).toBe(true);
    expect(await failed).toBe('database-unavailable');
  });

  test('waits no longer where the database is known to have stopped', async () => {
    opened = connect(way.url, 2, { limitMs: 60_000 });
    await Promise.all([one(), one()]);
    way.freeze({ newOnesToo: false });
    const stuck = failureOf(one());
    await new Promise((resolve) => setImmediate(resolve));
    breakSuspects(0);
    expect(await stuck).toBe('database-unavailable');
    await expect.poll(() => failureOf(Promise.all([one(), one()]))).toBeNull();
  });
});

test('without a limit a statement takes as long as it takes', async () => {
  opened = connect(way.url, 1);
  await sql`select pg_sleep(1.5)`.execute(opened.db);
  const { rows } = await sql<{ at: string }>`select current_setting('statement_timeout') as at`.execute(
    opened.db,
  );
  expect(rows[0]?.at).toBe('0');
});
