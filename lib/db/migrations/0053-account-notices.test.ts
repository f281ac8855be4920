import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { foldAccount } from '@/lib/text/fold-account';
import { up } from './0053-account-notices';

const database = useDatabase();

test('sessions of the build before stay, and their accounts get the spelling that counts', async () => {
  const db = database.db();
  // As the build before had it.
  await sql`drop table account_notice`.execute(db);
  await sql`alter table session drop column device`.execute(db);
  await sql`alter table workspace drop column folded_account`.execute(db);
  const names = ['Anna@Example.com', 'anna@example.com', 'Ünal ı', '😀'];
  for (const name of names) {
    const id = crypto.randomUUID();
    await sql`insert into workspace (id, account, role) values (${id}, ${name}, 'tenant')`.execute(db);
    await sql`
      insert into session (id, token_hash, workspace_id, actor, sealed_password, user_agent, created_at, last_used_at,
        expires_at)
      values (${crypto.randomUUID()}, ${Buffer.from(id)}, ${id}, ${name}, ''::bytea, 'test', now(), now(), now())`.execute(
      db,
    );
  }
  await up(untyped(db));
  const rows = await db
    .selectFrom('session')
    .innerJoin('workspace', 'workspace.id', 'session.workspace_id')
    .select(['account', 'folded_account', 'device'])
    .execute();
  expect(rows).toHaveLength(names.length);
  for (const row of rows)
    expect(row).toEqual({ account: row.account, folded_account: foldAccount(row.account), device: null });
  await sql`select mend_times_ahead(true)`.execute(db);
});
