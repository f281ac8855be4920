import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createSession, ensureWorkspace, findSession } from '@/lib/auth/session';
import { Secret } from '@/lib/doordeer/secret';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0061-member-sign-ins';

const database = useDatabase();

test('sessions and notices of the build before stay', async () => {
  const db = database.db();
  // As the build before had it.
  await sql`alter table account_notice drop column member_id`.execute(db);
  await sql`delete from account_notice where account is null`.execute(db);
  await sql`alter table account_notice alter column account set not null`.execute(db);
  await sql`alter table membership drop column last_entered_at`.execute(db);
  await sql`alter table session drop column way`.execute(db);
  const account = 'anna@example.com';
  const workspaceId = await ensureWorkspace(db, { account, role: 'manager' });
  await sql`
    insert into account_notice (account, kind, network, user_agent, last_at)
    values (${account}, 'browser', 'unknown', 'test', now())`.execute(db);
  await up(untyped(db));
  const { token } = await createSession(db, {
    workspaceId,
    account,
    actor: account,
    password: new Secret('p4ss'),
    userAgent: 'test',
  });
  expect(await findSession(token)).toMatchObject({
    account,
    way: null,
    notices: [{ kind: 'browser', network: 'unknown' }],
  });
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  expect(rows[0]?.definition).toContain(`('membership', 'last_entered_at')`);
});
