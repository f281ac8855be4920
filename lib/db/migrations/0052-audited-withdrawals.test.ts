import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { renameTime, up } from './0052-audited-withdrawals';

const database = useDatabase();

test('what was audited stays so, and what was not is still due', async () => {
  const db = database.db();
  const [audited, due] = [crypto.randomUUID(), crypto.randomUUID()];
  const at = new Date('2026-01-02T03:04:05Z');
  // As the version before had it.
  await renameTime(untyped(db), { from: 'audited_at', to: 'told_at' });
  for (const [id, told] of [
    [audited, at],
    [due, null],
  ] as const) {
    await sql`insert into workspace (id, account, role) values (${id}, ${id}, 'tenant')`.execute(db);
    await sql`
      insert into event_withdrawal (workspace_id, doors, events, names, files, told_at)
      values (${id}, 1, 2, 3, 4, ${told})`.execute(db);
  }
  await up(untyped(db));
  await sql`select mend_times_ahead(true)`.execute(db);
  const rows = await db.selectFrom('event_withdrawal').selectAll().execute();
  expect(new Map(rows.map(({ workspace_id, ...row }) => [workspace_id, row]))).toEqual(
    new Map([
      [audited, { doors: 1, events: 2, names: 3, files: 4, audited_at: at }],
      [due, { doors: 1, events: 2, names: 3, files: 4, audited_at: null }],
    ]),
  );
});
