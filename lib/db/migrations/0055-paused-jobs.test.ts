import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0055-paused-jobs';

const database = useDatabase();

test('jobs of the build before stay as they are, and are not paused', async () => {
  const db = database.db();
  await sql`alter table job drop column paused`.execute(db);
  for (const state of ['running', 'waiting', 'done'])
    await sql`
      insert into job (workspace_id, kind, state, params, actor, account, role, session_id, request_key)
      values (gen_random_uuid(), 'revoke-shares', ${state}, '{}', 'a', 'a', 'manager', gen_random_uuid(),
        gen_random_uuid())`.execute(db);
  await up(untyped(db));
  const { rows } = await sql`select state, paused from job order by state`.execute(db);
  expect(rows).toEqual(['done', 'running', 'waiting'].map((state) => ({ state, paused: false })));
});
