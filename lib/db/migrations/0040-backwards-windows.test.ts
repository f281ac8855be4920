import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0040-backwards-windows';

const database = useDatabase();

test('of the doorcodes of an older version those that end before they begin have no window that can be read', async () => {
  const db = database.db();
  const { id } = await db
    .insertInto('workspace')
    .values({ account: 'one', role: 'manager' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const windows = {
    backwards: ['2026-05-02 10:00:00', '2026-05-01 23:00:00'],
    lengthless: ['2026-05-02 10:00:00', '2026-05-02 10:00:00'],
    forwards: ['2026-05-02 10:00:00', '2026-05-02 10:00:01'],
    endless: ['2026-05-02 10:00:00', null],
  };
  for (const [name, [from, to]] of Object.entries(windows))
    await sql`
      insert into doorcode (workspace_id, gid, channel, digest, name, folded, order_name, valid_type, from_wall, to_wall,
        lock_ids, usable, first_seen_at, seen_at)
      values (${id}, 'G', 1, ${Buffer.from(name)}, ${name}, '', '', 3, ${from}, ${to}, '[]', true, now(), now())`.execute(
      db,
    );
  await up(untyped(db));
  const rows = await db.selectFrom('doorcode').select(['name', 'window_unreadable']).execute();
  expect(rows.filter((row) => row.window_unreadable).map(({ name }) => name)).toEqual(['backwards']);
});
