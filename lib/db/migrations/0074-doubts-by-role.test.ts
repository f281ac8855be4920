import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureConnection } from '@/lib/auth/connection';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0074-doubts-by-role';

const database = useDatabase();

test('a doubt of the build before becomes one for each role that holds the password, and is checked again', async () => {
  const db = database.db();
  const account = 'anna@example.com';
  const workspaceId = await ensureWorkspace(db, { account, role: 'landlord' });
  await ensureConnection(db, { workspaceId, account, role: 'tenant' });
  const held = Buffer.from('held by two');
  await db.updateTable('connection').set({ credential: held }).execute();
  await sql`alter table credential_doubt drop constraint credential_doubt_pkey, drop column role`.execute(db);
  await sql`alter table credential_doubt add primary key (credential)`.execute(db);
  for (const [credential, state] of [
    [held, 'refused'],
    [Buffer.from('held by none'), 'accepted'],
  ] as const)
    await sql`
      insert into credential_doubt (credential, workspace_id, state, since, by_sign)
      values (${credential}, ${workspaceId}, ${state}, now(), true)`.execute(db);
  await up(untyped(db));
  const doubts = await db
    .selectFrom('credential_doubt')
    .select(['role', 'state', 'next_check_at'])
    .orderBy('state', 'desc')
    .orderBy('role')
    .execute();
  expect(doubts).toEqual([
    { role: 'landlord', state: 'refused', next_check_at: expect.any(Date) },
    { role: 'tenant', state: 'refused', next_check_at: expect.any(Date) },
    { role: 'landlord', state: 'accepted', next_check_at: null },
  ]);
});
