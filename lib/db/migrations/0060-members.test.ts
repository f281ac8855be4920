import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { findScope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0060-members';

const { db } = useDatabase();
const { simulator } = useSimulator();

const ordered = ['job', 'doorcode_request', 'export_file', 'export_schedule', 'saved_view'];
const added = [
  'exposed_password',
  'workspace_setting',
  'sign_in_challenge',
  'member_link',
  'membership',
  'member_identity',
  'member_recovery_code',
  'member_passkey',
  'member',
];
const kept = ['workspace', 'session', 'connection', 'audit_entry', ...ordered];

/** The tables as the build before had them. */
async function undo(): Promise<void> {
  for (const column of ['member_id', 'views_as', 'network'])
    await sql`alter table session drop column ${sql.ref(column)} cascade`.execute(db());
  await sql`alter table session alter column sealed_password set not null`.execute(db());
  for (const table of ordered) await sql`alter table ${sql.table(table)} drop column member_id`.execute(db());
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db());
  const names = added.join('|');
  await sql
    .raw((rows[0]?.definition ?? '').replace(new RegExp(`\\('(${names})', '\\w+'\\), ?`, 'g'), ''))
    .execute(db());
  for (const table of added) await sql`drop table ${sql.table(table)} cascade`.execute(db());
}

const counts = () =>
  Promise.all(
    kept.map(async (table) => {
      const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(db());
      return [table, rows[0]?.count];
    }),
  );

test('a session and a job of the build before live on, and no row is lost', async () => {
  const { account, password } = simulator().accounts.manager;
  const owner = await signInAs(account, password, 'manager');
  await undo();
  const { rows } = await sql<{ id: string }>`
    insert into job (workspace_id, kind, state, params, actor, account, role, session_id, request_key)
    values (${owner.scope.workspaceId}, 'revoke-shares', 'waiting', '{}', ${account}, ${account}, 'manager',
      ${owner.scope.sessionId}, gen_random_uuid()) returning id`.execute(db());
  const before = await counts();
  await db()
    .transaction()
    .execute((trx) => up(untyped(trx)));
  expect(await counts()).toEqual(before);
  expect(await owner.as(findScope)).toMatchObject({
    sessionId: owner.scope.sessionId,
    member: null,
    grants: null,
    channels: owner.scope.channels,
  });
  expect(await db().selectFrom('job').selectAll().executeTakeFirstOrThrow()).toMatchObject({
    id: rows[0]?.id,
    state: 'waiting',
    session_id: owner.scope.sessionId,
    member_id: null,
  });
  await sql`select mend_times_ahead(false)`.execute(db());
});
