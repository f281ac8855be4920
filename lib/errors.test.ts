import { createServer, type Server } from 'node:net';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from './db/client';
import { errorCodeOf } from './errors';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Listens like a database, and then does `what` with each connection. */
async function listener(what: 'hangs' | 'hangs up'): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (what === 'hangs up') socket.destroy();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `postgres://nobody@127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/none`;
}

const failureOf = (run: () => Promise<unknown>) =>
  run().then(
    () => null,
    (error: unknown) => errorCodeOf(error),
  );

describe('a database that cannot be reached', () => {
  it('is reported if nothing listens', async () => {
    const { db } = connect('postgres://nobody@127.0.0.1:1/none');
    expect(await failureOf(() => sql`select 1`.execute(db))).toBe('database-unavailable');
    await db.destroy();
  });

  it('is reported if it hangs up', async () => {
    const { db } = connect(await listener('hangs up'));
    expect(await failureOf(() => sql`select 1`.execute(db))).toBe('database-unavailable');
    await db.destroy();
  });

  it('is reported if this process has closed it, because it ends', async () => {
    const { pool, db } = connect(await listener('hangs up'));
    await db.destroy();
    expect(await failureOf(() => sql`select 1`.execute(db))).toBe('database-unavailable');
    expect(await failureOf(() => pool.query('select 1'))).toBe('database-unavailable');
  });

  it('is reported if it never answers', async () => {
    const pool = new pg.Pool({ connectionString: await listener('hangs'), connectionTimeoutMillis: 50 });
    expect(await failureOf(() => pool.query('select 1'))).toBe('database-unavailable');
    await pool.end();
  });
});

it('reveals nothing of an unexpected error', () => {
  expect(errorCodeOf(new Error('secret words'))).toBe('unexpected');
  expect(errorCodeOf('secret words')).toBe('unexpected');
});
