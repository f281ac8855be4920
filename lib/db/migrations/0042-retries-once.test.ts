import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import type { Database } from '../schema';
import { up } from './0042-retries-once';

const database = useDatabase();

/** As the version before had it. */
async function undo(db: Kysely<Database>): Promise<void> {
  await sql`alter table job_step drop column retried_by`.execute(db);
  await sql`drop index doorcode_request_form`.execute(db);
  await sql`
    alter table doorcode_request drop column retry_of, drop column several_rooms,
      add unique (workspace_id, batch, gid, channel)`.execute(db);
}

test('of the retries of an older version the first one is known, and its codes join the batch of their form', async () => {
  const db = database.db();
  const { id: workspaceId } = await db
    .insertInto('workspace')
    .values({ account: 'one', role: 'manager' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await undo(db);
  /** A job of one request, with the batch that such a job had. */
  const job = async (retryOf: string | null, state: string, minute: number) => {
    const [id, batch, request] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const at = new Date(Date.UTC(2026, 0, 1, 0, minute));
    const target = JSON.stringify({ gid: 'G', channel: 1, codeName: 'Painter', requestId: request });
    await sql`
      insert into job (id, workspace_id, kind, state, params, actor, account, role, session_id, retry_of, request_key,
        created_at)
      values (${id}, ${workspaceId}, 'issue-doorcodes', 'done', '{}', '', 'one', 'manager', ${id}, ${retryOf}, ${batch},
        ${at})`.execute(db);
    await sql`
      insert into job_step (job_id, position, target, state)
      values (${id}, 0, ${target}::jsonb, ${state === 'failed' ? 'failed' : 'verified'})`.execute(db);
    await sql`
      insert into doorcode_request (id, workspace_id, batch, gid, channel, name, lock_ids, from_wall, to_wall, to_at,
        state, session_id, actor)
      values (${request}, ${workspaceId}, ${batch}, 'G', 1, 'Painter', '[]', '', '', now(), ${state}, ${id}, '')`.execute(
      db,
    );
    return { id, batch, request };
  };
  const first = await job(null, 'failed', 0);
  const second = await job(first.id, 'failed', 1);
  const twice = await job(first.id, 'confirmed', 2);
  const third = await job(second.id, 'confirmed', 3);
  await up(untyped(db));

  const requests = await db.selectFrom('doorcode_request').select(['id', 'batch', 'retry_of']).execute();
  const of = (id: string) => requests.find((request) => request.id === id);
  expect(of(first.request)).toMatchObject({ batch: first.batch, retry_of: null });
  expect(of(second.request)).toMatchObject({ batch: first.batch, retry_of: first.request });
  expect(of(third.request)).toMatchObject({ batch: first.batch, retry_of: second.request });
  expect(of(twice.request)).toMatchObject({ batch: twice.batch, retry_of: null });
  const steps = await db.selectFrom('job_step').select(['job_id', 'retried_by']).execute();
  expect(new Map(steps.map(({ job_id, retried_by }) => [job_id, retried_by]))).toEqual(
    new Map([
      [first.id, second.id],
      [second.id, third.id],
      [twice.id, null],
      [third.id, null],
    ]),
  );
});
