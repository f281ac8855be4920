import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0023-outage-codes';

const database = useDatabase();

test('failures that an older version kept as refusals become outages, and no others', async () => {
  const db = database.db();
  const add = async (account: string, code: string) => {
    const { id } = await db
      .insertInto('workspace')
      .values({ account, role: 'manager' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sql`insert into device_list (workspace_id, connection_id, tried_at, error_code)
      values (${id}, gen_random_uuid(), now(), ${code})`.execute(db);
    await sql`
      insert into master_reading (workspace_id, gid, channel, state, error_code, tried_at)
      values (${id}, 'G', 1, 'failed', ${code}, now())`.execute(db);
  };
  await add('one', 'refused-undocumented');
  await add('other', 'refused-failure');
  await up(untyped(db));
  for (const table of ['device_list', 'master_reading'] as const) {
    const rows = await db.selectFrom(table).select('error_code').orderBy('error_code').execute();
    expect(rows.map(({ error_code }) => error_code)).toEqual(['cloud-undocumented', 'refused-failure']);
  }
});
