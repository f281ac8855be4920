import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { newFile } from '@/lib/files/record/file-records';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0077-scheduled-files';

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

test('files of before are about all buildings that doors of their workspace served before', async () => {
  const db = database.db();
  const [moved, other] = await Promise.all(
    ['moved@example.com', 'other@example.com'].map((account) =>
      ensureWorkspace(db, { account, role: 'manager' }),
    ),
  );
  if (!moved || !other) throw new Error('no workspace');
  await db
    .insertInto('former_building')
    .values({ workspace_id: moved, gid: '1', building_name: 'Old Court' })
    .execute();
  const add = (workspace_id: string, buildings: string[] | null) =>
    db
      .insertInto('export_file')
      .values(
        newFile({
          ...{
            workspace_id,
            buildings,
            schedule_id: null,
            due_at: null,
            format: 'csv',
            name: 'a.csv',
            query: '',
          },
          ...{ filter: '{}', locale: 'en', intent_seq: null, actor: 'a', account: 'a', role: 'manager' },
        }),
      )
      .execute();
  await add(moved, ['House']);
  await add(moved, null);
  await add(other, ['House']);
  await sql`alter table export_schedule drop column unread_at`.execute(db);
  await sql.raw(await withoutColumn()).execute(db);
  await up(untyped(db));
  const files = await db.selectFrom('export_file').select(['workspace_id', 'buildings']).execute();
  expect(new Set(files)).toEqual(
    new Set([
      { workspace_id: moved, buildings: ['House', 'Old Court'] },
      { workspace_id: moved, buildings: null },
      { workspace_id: other, buildings: ['House'] },
    ]),
  );
});

/** The function as the build before left it. */
async function withoutColumn(): Promise<string> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(database.db());
  return (rows[0]?.definition ?? '').replace(" ('export_schedule', 'unread_at'),", '');
}
