import { type Kysely, sql } from 'kysely';

/**
 * The order of readings is a number of this sequence, drawn when the cloud is asked. Times of day cannot give it: a clock
 * that was once ahead made facts that nothing could replace until that time came.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence reading_order as bigint`.execute(db);
  // asked: of the reading that a row is from. What was read before this migration has 0: the next reading replaces it.
  for (const table of [
    'master_reading',
    'share_reading',
    'doorcode_reading',
    'device_list',
    'event_stream',
    'event_door',
  ])
    await sql`alter table ${sql.table(table)} add column asked bigint not null default 0`.execute(db);
  // seen: of the last reading that showed the entry.
  for (const table of ['share', 'doorcode'])
    await sql`alter table ${sql.table(table)} add column seen bigint not null default 0`.execute(db);
  await sql.raw(mendTimesAhead).execute(db);
  await sql`select mend_times_ahead(true)`.execute(db);
}

/**
 * Sets times back that a clock which was once ahead has left behind: nothing that has happened is later than now. Returns
 * how many rows were mended. Also called at each start and when the database's clock is set back; `events` looks through
 * the events as well, which takes as long as reading them.
 *
 * Stays as it is: an event's own time (the door's clock), windows of doorcodes and holds (they are meant to lie ahead),
 * the audit log (it cannot be changed) and the due time of a file (it names the file's days).
 */
const mendTimesAhead = `
create function mend_times_ahead(events boolean) returns bigint language plpgsql as $$
declare
  place record;
  mended bigint := 0;
  one bigint;
begin
  for place in
    select p.t, p.c from (values
      ('workspace', 'created_at'), ('session', 'created_at'), ('session', 'last_used_at'),
      ('ended_session', 'ended_at'), ('throttle_try', 'tried_at'),
      ('credential_doubt', 'since'), ('credential_doubt', 'checked_at'),
      ('archive_consent', 'given_at'), ('archive_consent', 'refused_at'),
      ('device_list', 'read_at'), ('device_list', 'tried_at'), ('device_list', 'empty_since'), ('door', 'read_at'), ('room_channel', 'read_at'),
      ('building_detail', 'updated_at'), ('door_detail', 'updated_at'),
      ('master_reading', 'read_at'), ('master_reading', 'tried_at'),
      ('share_reading', 'read_at'), ('share_reading', 'tried_at'),
      ('doorcode_reading', 'read_at'), ('doorcode_reading', 'tried_at'),
      ('share', 'first_seen_at'), ('share', 'seen_at'), ('share', 'gone_at'),
      ('doorcode', 'first_seen_at'), ('doorcode', 'seen_at'), ('doorcode', 'gone_at'),
      ('cloud_finding', 'found_at'),
      ('event_stream', 'read_at'), ('event_stream', 'tried_at'), ('event_stream', 'blank_since'),
      ('event_door', 'read_at'), ('event_door', 'tried_at'), ('event_door', 'looked_at'),
      ('job', 'created_at'), ('job', 'started_at'), ('job', 'finished_at'), ('job', 'cancel_asked_at'),
      ('job_step', 'tried_at'), ('job_step', 'read_at'),
      ('doorcode_request', 'asked_at'), ('doorcode_request', 'sent_at'), ('doorcode_request', 'read_at'),
      ('export_file', 'started_at'), ('export_file', 'finished_at'),
      ('export_schedule', 'created_at'), ('export_schedule', 'updated_at'),
      ('retention_rule', 'changed_at'), ('retention_rule', 'finished_at'), ('retention_hold', 'changed_at'),
      ('person', 'updated_at'), ('handed_key', 'updated_at'), ('removed_entry', 'removed_at'),
      ('saved_view', 'created_at'), ('saved_view', 'updated_at'),
      ('event_withdrawal', 'told_at'), ('profile_picture', 'updated_at'), ('push_phone', 'added_at'), ('push_list', 'sent_at')
    ) as p(t, c)
    -- A later migration may add what is named here already.
    where exists (select from information_schema.columns where table_schema = current_schema()
      and table_name = p.t and column_name = p.c)
    union all select 'event', 'archived_at' where events
  loop
    -- clock_timestamp: another process may have written a moment after this transaction began.
    execute format('update %I set %I = clock_timestamp() where %I > clock_timestamp()', place.t, place.c, place.c);
    get diagnostics one = row_count;
    mended := mended + one;
  end loop;

  -- What may lie ahead, and only so far: a session's day, a lease's seconds, a rule's day, a look's half hour.
  update session set reauthenticated_at = null where reauthenticated_at > clock_timestamp();
  update session set expires_at = clock_timestamp() + interval '24 hours'
    where expires_at > clock_timestamp() + interval '24 hours';
  update credential_doubt set next_check_at = clock_timestamp()
    where next_check_at > clock_timestamp() + interval '1 hour';
  delete from fill_lease where expires_at > clock_timestamp() + interval '1 minute';
  update doorcode_request set next_try_at = clock_timestamp()
    where next_try_at > clock_timestamp() + interval '1 hour';
  update retention_rule set due_at = clock_timestamp() where due_at > clock_timestamp() + interval '1 day';
  -- A run that was begun with a later cutoff would take what is not old enough.
  update retention_rule set cutoff = null, intent_seq = null, affected = 0, due_at = least(due_at, clock_timestamp())
    where cutoff > clock_timestamp() - make_interval(days => days);
  -- Whole periods back on the schedule's own clock: hour, weekday and day of the month stay.
  update export_schedule s set next_due = back.due
    from (
      select id, (
        select min(due) from generate_series(0, 5000) as n,
          lateral (select (f.next_due at time zone f.zone - n * step) at time zone f.zone as due) as d
        where due > clock_timestamp()) as due
      from export_schedule f, lateral (select ('1 ' || f.every)::interval as step) as p
      where f.next_due > clock_timestamp() + step + interval '2 days'
    ) as back
    where s.id = back.id and back.due is not null;
  -- Evidence about a door's clock that was gathered under a wrong one.
  update event_door set arrivals = (
      select coalesce(jsonb_agg(a order by n), '[]') from jsonb_array_elements(arrivals) with ordinality as x(a, n)
      where (a->>'by')::timestamptz <= clock_timestamp() and (a->>'after')::timestamptz <= clock_timestamp())
    where exists (
      select from jsonb_array_elements(arrivals) as a
      where (a->>'by')::timestamptz > clock_timestamp() or (a->>'after')::timestamptz > clock_timestamp());

  -- The job queue's own tables: a queued entry that starts later stands in the way of the next for the same job.
  if to_regclass('pgboss.job') is not null then
    update pgboss.job set start_after = clock_timestamp()
      where state::text in ('created', 'retry') and start_after > clock_timestamp() + interval '1 day';
  end if;
  for place in
    select table_name as t, column_name as c from information_schema.columns
    where table_schema = 'pgboss' and table_name in ('queue', 'version') and column_name like '%\\_on'
      and data_type = 'timestamp with time zone' and is_updatable = 'YES'
  loop
    execute format('update pgboss.%I set %I = clock_timestamp() where %I > clock_timestamp()', place.t, place.c, place.c);
  end loop;
  return mended;
end $$`;
