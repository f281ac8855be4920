import { type Kysely, sql } from 'kysely';

/**
 * A step, and a request for a doorcode, is tried again at most once: it knows its retry. A retried request stays in the
 * batch of its form, so that one page has all digits. Requests also know whether their form was for several rooms.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table job_step add column retried_by uuid references job (id) on delete set null`.execute(
    db,
  );
  await sql`create index job_step_retried on job_step (retried_by) where retried_by is not null`.execute(db);
  await sql`
    alter table doorcode_request add column retry_of uuid, add column several_rooms boolean,
      drop constraint doorcode_request_workspace_id_batch_gid_channel_key`.execute(db);
  await sql`
    update job_step as step set retried_by = (
      select retry.id from job as retry join job_step as again on again.job_id = retry.id
      where retry.retry_of = step.job_id and again.target - 'requestId' = step.target - 'requestId'
      order by retry.created_at, retry.id limit 1)
    where step.state in ('failed', 'unknown')
      and exists (select from job as retry where retry.retry_of = step.job_id)`.execute(db);
  // Of several retries of one request the first is its retry. The others keep a batch, and so a page, of their own.
  await sql`
    update doorcode_request as again set retry_of = pair.old from (
      select new.id, old.id as old,
        row_number() over (partition by old.id order by retry.created_at, retry.id) as turn
      from job as retry
      join job as first on first.id = retry.retry_of and first.workspace_id = retry.workspace_id
      join doorcode_request as new on new.workspace_id = retry.workspace_id and new.batch = retry.request_key
      join doorcode_request as old on old.workspace_id = first.workspace_id and old.batch = first.request_key
        and old.gid = new.gid and old.channel = new.channel and old.state = 'failed'
      where retry.kind = 'issue-doorcodes') as pair
    where again.id = pair.id and pair.turn = 1`.execute(db);
  await sql`
    with recursive line as (
      select id, batch from doorcode_request where retry_of is null
      union all
      select again.id, line.batch from doorcode_request as again join line on again.retry_of = line.id)
    update doorcode_request as request set batch = line.batch from line
    where request.id = line.id and request.batch <> line.batch`.execute(db);
  await sql`
    create unique index doorcode_request_form on doorcode_request (workspace_id, batch, gid, channel)
      where retry_of is null`.execute(db);
  await sql`
    create unique index doorcode_request_retry on doorcode_request (retry_of) where retry_of is not null`.execute(
    db,
  );
}
