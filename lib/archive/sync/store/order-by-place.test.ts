import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { byPlace } from './order-by-place';

useDatabase();

async function sorts(order: ReturnType<typeof byPlace>): Promise<boolean> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await sql`set local enable_seqscan = off`.execute(trx);
      await sql`set local enable_bitmapscan = off`.execute(trx);
      const { rows } = await sql<{ 'QUERY PLAN': object }>`
        explain (format json) select place from event
        where workspace_id = ${'00000000-0000-0000-0000-000000000000'}::uuid and gid = 'G' and stream is null
          and place >= 1 and place <= 9 order by ${order} limit 5`.execute(trx);
      return JSON.stringify(rows).includes('Sort');
    });
}

test('the ends of a door’s list come from an index in their order', async () => {
  expect(await sorts(byPlace('asc'))).toBe(false);
  expect(await sorts(byPlace('desc'))).toBe(false);
  expect(await sorts(sql`place`), 'if this holds, the stream need not be named any more').toBe(true);
});
