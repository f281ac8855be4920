import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0063-approvals';

const database = useDatabase();

/** As the build before had it. */
async function undo(): Promise<void> {
  const db = database.db();
  await sql`drop table approval`.execute(db);
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  await sql.raw((rows[0]?.definition ?? '').replace(/\('approval', '\w+'\), ?/g, '')).execute(db);
}

test('jobs of the build before go on without a request, and later ones can wait for one', async () => {
  const db = database.db();
  const account = 'anna@example.com';
  const workspaceId = await ensureWorkspace(db, { account, role: 'manager' });
  await undo();
  for (const state of ['running', 'waiting', 'done'])
    await sql`
      insert into job (workspace_id, kind, state, params, actor, account, role, session_id, request_key)
      values (${workspaceId}, 'revoke-shares', ${state}, '{}', ${account}, ${account}, 'manager', gen_random_uuid(),
        gen_random_uuid())`.execute(db);
  const jobs = () => db.selectFrom('job').selectAll().orderBy('state').execute();
  const before = await jobs();
  await up(untyped(db));
  expect(await jobs()).toEqual(before);
  expect(before).toHaveLength(3);
  expect(await db.selectFrom('approval').selectAll().execute()).toEqual([]);

  const ahead = new Date(Date.now() + 3_600_000);
  const request = {
    ...{ workspace_id: workspaceId, actor: account, member_id: null, account, role: 'manager' as const },
    ...{ verb: 'shares.bulk', input_digest: Buffer.alloc(32), subject: 'House', buildings: '["House"]' },
    ...{ things: 11, ended_before: 0, above: 10, job_id: before[0]?.id ?? null, asked_at: ahead },
  };
  await db.insertInto('approval').values(request).execute();
  await expect(db.insertInto('approval').values(request).execute()).rejects.toThrow(/approval_open/);
  await sql`select mend_times_ahead(true)`.execute(db);
  const [asked] = await db.selectFrom('approval').select(['state', 'asked_at']).execute();
  expect(asked?.state).toBe('waiting');
  expect(asked?.asked_at.getTime()).toBeLessThan(ahead.getTime());
});
