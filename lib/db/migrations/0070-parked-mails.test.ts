import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connectOwn } from '@/lib/auth/connection';
import { ensureWorkspace } from '@/lib/auth/session';
import { Secret } from '@/lib/doordeer/secret';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0070-parked-mails';

const database = useDatabase();

test('connections of the build before stay as they are, and no mail is due for parked ones', async () => {
  const db = database.db();
  for (const state of ['none', 'connected', 'parked', 'paused'] as const) {
    const who = { account: `${state}@example.com`, role: 'manager' as const };
    const workspaceId = await ensureWorkspace(db, who);
    const id = await connectOwn(db, { ...who, workspaceId, actor: 'Olga', password: new Secret('p4ss') });
    const none = state === 'none' ? { sealed_password: null } : {};
    await db
      .updateTable('connection')
      .set({ state, ...none })
      .where('id', '=', id)
      .execute();
  }
  await sql`alter table connection drop column mail_due`.execute(db);
  const { rows: before } = await sql<object>`select * from connection order by account`.execute(db);
  await up(untyped(db));
  const after = await db.selectFrom('connection').selectAll().orderBy('account').execute();
  expect(after).toEqual(before.map((row) => ({ ...row, mail_due: false })));
  expect(after).toHaveLength(4);
});
