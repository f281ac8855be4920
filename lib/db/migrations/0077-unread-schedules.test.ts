import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0077-unread-schedules';

const database = useDatabase();

test('schedules of the build before stay as they are', async () => {
  const db = database.db();
  const workspaceId = await ensureWorkspace(db, { account: 'anna@example.com', role: 'manager' });
  await sql`
    insert into export_schedule (workspace_id, name, query, format, locale, every, weekday, month_day, hour, zone, keep_files, next_due, actor, folded)
    values (${workspaceId}, 'Nightly', '', 'csv', 'en', 'day', 1, 1, 1, 'UTC', 3, now(), 'anna@example.com', '')`.execute(
    db,
  );
  await sql`alter table export_schedule drop column unread_at`.execute(db);
  await sql.raw(await withoutColumn()).execute(db);
  const { rows: before } = await sql<object>`select * from export_schedule`.execute(db);
  await up(untyped(db));
  const after = await db.selectFrom('export_schedule').selectAll().execute();
  expect(after).toEqual(before.map((row) => ({ ...row, unread_at: null })));
  const { rows: mended } = await sql<object>`select mend_times_ahead(false)`.execute(db);
  expect(mended).toHaveLength(1);
});

/** The function as the build before left it. */
async function withoutColumn(): Promise<string> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(database.db());
  return (rows[0]?.definition ?? '').replace(" ('export_schedule', 'unread_at'),", '');
}
