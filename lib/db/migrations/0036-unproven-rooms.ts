import { type Kysely, sql } from 'kysely';

/**
 * A list with nothing to compare it with was taken for a room's own: one list as `assumed`, one with events next to empty ones
 * as `proven`. It is `unproven` now: of its events only those are shown that name the account itself. Files that were made of such doors go, and of doors whose lists are
 * known to be the same: an earlier version left them. `event_withdrawal` gets the counts for the audit log.
 *
 * `event_door.cloud` names the cloud that the door was read from, so that lists of two clouds are never compared.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_door drop constraint event_door_rooms_apart_check, add column cloud text`.execute(
    db,
  );
  await sql`
    create temporary table unproven_door on commit drop as
      select door.workspace_id, door.gid, door.rooms_apart = 'assumed' or door.rooms_apart = 'proven' as shown
      from event_door as door join workspace on workspace.id = door.workspace_id
      cross join lateral (
        select count(distinct stretch.channel) as lists, coalesce(bool_or(stretch.aside), false) as compared
        from event_stretch as stretch
        where stretch.workspace_id = door.workspace_id and stretch.gid = door.gid and stretch.size > stretch.pruned
      ) as stored
      where workspace.role <> 'manager' and case door.rooms_apart
        -- What is left of a door's list that was compared with the rooms' own is set aside.
        when 'proven' then stored.lists = 1 and not stored.compared
        when 'same' then true
        else exists (select from event where event.workspace_id = door.workspace_id and event.gid = door.gid) end`.execute(
    db,
  );
  await sql`
    update event_door set rooms_apart = 'unproven'
    where rooms_apart = 'assumed' or (workspace_id, gid) in (select workspace_id, gid from unproven_door where shown)`.execute(
    db,
  );
  await sql`
    alter table event_door
      add constraint event_door_rooms_apart_check check (rooms_apart in ('proven', 'unproven', 'same'))`.execute(
    db,
  );
  await sql`create index event_door_gid on event_door (gid)`.execute(db);
  await removeFiles(db);
  await sql`
    insert into event_withdrawal (workspace_id, doors, events, names, files)
    select workspace_id, coalesce(hidden.doors, 0), coalesce(hidden.events, 0), 0, coalesce(file.files, 0)
    from (select distinct workspace_id from unproven_door) as own
    left join (
      select workspace_id, count(distinct gid) as doors, count(*) as events
      from unproven_door join event using (workspace_id, gid)
      where unproven_door.shown and not exists (
        select from event_who as who join workspace on workspace.id = who.workspace_id
        where who.workspace_id = event.workspace_id and who.id = event.who_id and (
          lower(who.account) = lower(workspace.account)
          or exists (
            select from master_reading as known where known.workspace_id = event.workspace_id
              and known.gid = event.gid and known.channel = event.channel and lower(known.master) = lower(who.account))
          or exists (
            select from share as known where known.workspace_id = event.workspace_id and known.gone_at is null
              and known.gid = event.gid and known.channel = event.channel and lower(known.sub_master) = lower(who.account))))
      group by workspace_id
    ) as hidden using (workspace_id)
    left join (select workspace_id, count(*) as files from gone_unproven_file group by workspace_id) as file using (workspace_id)
    where hidden.events > 0 or file.files > 0
    on conflict (workspace_id) do update set
      doors = case when event_withdrawal.told_at is null then event_withdrawal.doors else 0 end + excluded.doors,
      events = case when event_withdrawal.told_at is null then event_withdrawal.events else 0 end + excluded.events,
      names = case when event_withdrawal.told_at is null then event_withdrawal.names else 0 end,
      files = case when event_withdrawal.told_at is null then event_withdrawal.files else 0 end + excluded.files,
      told_at = null`.execute(db);
}

/** Their records stay and say why the bytes are gone. */
async function removeFiles(db: Kysely<unknown>): Promise<void> {
  await sql`
    create temporary table gone_unproven_file on commit drop as
      select file.workspace_id, file.id from export_file as file
      where file.workspace_id in (select workspace_id from unproven_door) and (
        file.kept or exists (select from export_chunk where export_chunk.export_id = file.id))`.execute(db);
  await sql`delete from export_chunk using gone_unproven_file where export_chunk.export_id = gone_unproven_file.id`.execute(
    db,
  );
  await sql`
    update export_file as file set kept = false, code = case when state = 'done' then 'file-withdrawn' else code end
    from gone_unproven_file where file.id = gone_unproven_file.id`.execute(db);
}
