import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { retryDeadlock } from './run-transaction';

const { db } = useDatabase();

test('two transactions that wait for each other both end well, and what is no deadlock fails at once', async () => {
  await sql`create table counted (name text primary key, times int not null)`.execute(db());
  await sql`insert into counted values ('a', 0), ('b', 0)`.execute(db());
  let tries = 0;
  const arrived = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const count = async (own: number, names: readonly string[]) =>
    retryDeadlock(() =>
      db()
        .transaction()
        .execute(async (trx) => {
          tries += 1;
          for (const [index, name] of names.entries()) {
            await sql`update counted set times = times + 1 where name = ${name}`.execute(trx);
            if (index > 0) continue;
            arrived[own]?.resolve();
            await Promise.all(arrived.map(({ promise }) => promise));
          }
        }),
    );
  await Promise.all([count(0, ['a', 'b']), count(1, ['b', 'a'])]);
  const { rows } = await sql`select name, times from counted order by name`.execute(db());
  expect(rows).toEqual([
    { name: 'a', times: 2 },
    { name: 'b', times: 2 },
  ]);
  expect(tries).toBe(3);
  await expect(
    retryDeadlock(async () => {
      tries += 1;
      await sql`insert into counted values ('a', 0)`.execute(db());
    }),
  ).rejects.toMatchObject({ code: '23505' });
  expect(tries).toBe(4);
});
