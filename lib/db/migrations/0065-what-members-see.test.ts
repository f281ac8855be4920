import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { recordAudit } from '@/lib/audit/record';
import { verifyAudit } from '@/lib/audit/verify-audit';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0065-what-members-see';

const database = useDatabase();
const tables = ['export_file', 'export_schedule', 'saved_view', 'audit_entry'] as const;
const laterColumns = ['member_id', 'connection_id', 'network', 'device', 'buildings'];

/** As the build before had it. */
async function undo(): Promise<void> {
  const db = database.db();
  await sql`alter table export_file drop column buildings`.execute(db);
  await sql`alter table export_schedule drop column buildings, drop column stop_code`.execute(db);
  await sql`alter table saved_view add unique (workspace_id, page, folded)`.execute(db);
  for (const column of laterColumns)
    await sql`alter table audit_entry drop column ${sql.ref(column)}`.execute(db);
}

function contents() {
  return Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<object>`select * from ${sql.table(table)}`.execute(database.db());
      return { table, rows };
    }),
  );
}

test('files, schedules, views and entries of the build before are about all buildings, and none is lost', async () => {
  const db = database.db();
  const account = 'anna@example.com';
  const workspaceId = await ensureWorkspace(db, { account, role: 'manager' });
  const who = { workspaceId, actor: account, account, role: 'manager' as const };
  for (const subject of ['one', 'two'])
    await recordAudit(db, { ...who, action: 'test.do', subject, outcome: 'done' });
  await undo();
  await sql`
    insert into export_file (workspace_id, state, format, name, folded, query, filter, locale, actor, account, role)
    values (${workspaceId}, 'done', 'csv', 'events.csv', '', '', '{}', 'en', ${account}, ${account}, 'manager')`.execute(
    db,
  );
  await sql`
    insert into export_schedule (workspace_id, name, folded, query, format, locale, every, weekday, month_day, hour, zone,
      keep_files, next_due, actor)
    values (${workspaceId}, 'Weekly', '', '', 'csv', 'en', 'week', 1, 1, 6, 'UTC', 4, now(), ${account})`.execute(
    db,
  );
  const addView = () =>
    sql`
      insert into saved_view (workspace_id, page, name, folded, order_name, query, created_by)
      values (${workspaceId}, 'events', 'Night', 'night', '', '', ${account})`.execute(db);
  await addView();
  await expect(addView()).rejects.toThrow(/saved_view_workspace_id_page_folded_key/);
  const before = await contents();
  await db.transaction().execute((trx) => up(untyped(trx)));

  const empty = { buildings: null };
  const later = Object.fromEntries(laterColumns.map((column) => [column, null]));
  const added = {
    export_file: empty,
    export_schedule: { ...empty, stop_code: null },
    saved_view: {},
    audit_entry: later,
  };
  expect(before.map(({ rows }) => rows.length)).toEqual([1, 1, 1, 2]);
  expect(await contents()).toEqual(
    before.map(({ table, rows }) => ({ table, rows: rows.map((row) => ({ ...row, ...added[table] })) })),
  );
  expect(await verifyAudit(db)).toMatchObject({ entries: 2, faults: [] });
  // A member's view that another does not see takes no name from them.
  await addView();
});
