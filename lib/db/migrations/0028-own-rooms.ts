import { type Kysely, sql } from 'kysely';

/**
 * Accounts that are no manager's keep events of their own rooms only. Earlier versions asked the cloud for whole doors, and
 * so kept other people's events. This removes them, with the names that no event has any more and the stored files of
 * exports. An event stays when its room's own list had it and nothing shows that this list was the whole door's.
 *
 * `event_door.rooms_apart`: whether the door's rooms are told apart; null: not known yet. `withheld`: records of the door
 * that are not shown because they are not. `event_withdrawal`: what was removed, until the audit log has it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table event_door
      add column rooms_apart text check (rooms_apart in ('proven', 'assumed', 'same')),
      add column withheld bigint`.execute(db);
  await sql`
    create table event_withdrawal (
      workspace_id uuid primary key,
      doors bigint not null,
      events bigint not null,
      names bigint not null,
      files bigint not null,
      told_at timestamptz
    )`.execute(db);
  await sql`
    create temporary table own_workspace on commit drop as
      select id as workspace_id from workspace where role <> 'manager'`.execute(db);
  await judgeDoors(db);
  await removeEvents(db);
  await mendLists(db);
  await removeFiles(db);
  await sql`
    insert into event_withdrawal (workspace_id, doors, events, names, files)
    select workspace_id, coalesce(gone.doors, 0), coalesce(gone.events, 0), coalesce(name.names, 0), coalesce(file.files, 0)
    from own_workspace
    left join (select workspace_id, count(*) as doors, sum(events) as events from gone_event group by workspace_id) as gone
      using (workspace_id)
    left join (select workspace_id, count(*) as names from gone_name group by workspace_id) as name using (workspace_id)
    left join (select workspace_id, count(*) as files from gone_file group by workspace_id) as file using (workspace_id)
    where gone.events > 0 or file.files > 0`.execute(db);
}

/** What the archive says of each door: are the lists of its rooms lists of their own? */
async function judgeDoors(db: Kysely<unknown>): Promise<void> {
  await sql`
    create temporary table own_list on commit drop as
      select workspace_id, gid, stream, type, time_text, coalesce(who_id, -1) as who, count(*) as many
      from event join own_workspace using (workspace_id) where stream is not null
      group by workspace_id, gid, stream, type, time_text, coalesce(who_id, -1)`.execute(db);
  // Doors of which two rooms' lists have half of the shorter one in common.
  await sql`
    create temporary table alike on commit drop as
      with length as (
        select workspace_id, gid, stream, sum(many) as events from own_list group by workspace_id, gid, stream
      )
      select distinct workspace_id, gid from (
        select one.workspace_id, one.gid, one.stream, other.stream as other, sum(least(one.many, other.many)) as shared
        from own_list as one join own_list as other on one.workspace_id = other.workspace_id and one.gid = other.gid
          and one.stream < other.stream and one.type = other.type and one.time_text = other.time_text and one.who = other.who
        group by one.workspace_id, one.gid, one.stream, other.stream
      ) as pair
      join length as a using (workspace_id, gid, stream)
      join length as b using (workspace_id, gid)
      where b.stream = pair.other and pair.shared * 2 >= least(a.events, b.events)`.execute(db);
  await sql`analyze alike`.execute(db);
  // Of a whole door's list, the part in which rooms' own lists were found. Where these have nearly all of that part, they
  // were the door's list or cannot be told from it.
  await sql`
    create temporary table judged on commit drop as
      select workspace_id, gid,
        case
          when alike.gid is not null or part.marked > 0 and part.others * 50 < part.marked then 'same'
          when part.marked > 0 or own.lists > 1 and found.apart then 'proven'
          when part.events > 0 and not found.apart then 'same'
        end as verdict
      from (select distinct workspace_id, gid from event join own_workspace using (workspace_id)) as door
      left join alike using (workspace_id, gid)
      cross join (
        -- A room that does not exist was asked for once, and had no events.
        select exists (select from cloud_finding where name = 'event-rooms' and value = 'apart') as apart
      ) as found
      cross join lateral (
        select count(distinct stream) as lists from own_list
        where own_list.workspace_id = door.workspace_id and own_list.gid = door.gid
      ) as own
      cross join lateral (
        select count(*) as events, count(*) filter (where attribution = 'stream') as marked,
          count(*) filter (where attribution is distinct from 'stream' and place between low and high) as others
        from (
          select place, attribution,
            min(place) filter (where attribution = 'stream') over () as low,
            max(place) filter (where attribution = 'stream') over () as high
          from event
          where event.workspace_id = door.workspace_id and event.gid = door.gid and event.stream is null
        ) as listed
      ) as part`.execute(db);
}

/** Removes every event that no room's own list had, or of a door whose lists are alike; and names without an event. */
async function removeEvents(db: Kysely<unknown>): Promise<void> {
  await sql`
    create temporary table gone_event on commit drop as
      select workspace_id, gid, 0::bigint as events from judged where false`.execute(db);
  await sql`
    with gone as (
      delete from event using judged
      where event.workspace_id = judged.workspace_id and event.gid = judged.gid and (
        judged.verdict = 'same' or event.attribution is distinct from 'stream' or not exists (
          select from room_channel as room join door using (workspace_id, gid)
          where room.workspace_id = event.workspace_id and room.gid = event.gid and room.channel = event.channel
            and not (door.kind = 'camera' and trim(room.unit_label) = '')))
      returning event.workspace_id, event.gid
    )
    insert into gone_event select workspace_id, gid, count(*) from gone group by workspace_id, gid`.execute(
    db,
  );
  await sql`
    create temporary table gone_name on commit drop as
      select workspace_id, id from event_who as who join own_workspace using (workspace_id)
      where not exists (
        select from event where event.workspace_id = who.workspace_id and event.who_id = who.id)`.execute(db);
  await sql`
    delete from event_who using gone_name
    where event_who.workspace_id = gone_name.workspace_id and event_who.id = gone_name.id`.execute(db);
}

/** What is known of lists: the door's own is not asked for any more, and counts what is left of it. */
async function mendLists(db: Kysely<unknown>): Promise<void> {
  await sql`
    delete from event_trace using own_workspace as own
    where event_trace.workspace_id = own.workspace_id and event_trace.stream is null`.execute(db);
  await sql`
    delete from event_stream using own_workspace as own
    where event_stream.workspace_id = own.workspace_id and event_stream.channel is null`.execute(db);
  for (const table of ['event_stretch', 'event_stream', 'event_trace']) {
    await sql`
      delete from ${sql.table(table)} as listed using judged
      where listed.workspace_id = judged.workspace_id and listed.gid = judged.gid and judged.verdict = 'same'`.execute(
      db,
    );
  }
  await sql`
    update event_stretch as stretch set
      size = kept.size, pruned = 0, aside = true,
      oldest_at = coalesce(kept.oldest, stretch.oldest_at), newest_at = coalesce(kept.newest, stretch.newest_at)
    from (
      select stretch.workspace_id, stretch.gid, stretch.low, count(event.id) as size, min(event.at) as oldest, max(event.at) as newest
      from event_stretch as stretch join own_workspace using (workspace_id)
      left join event on event.workspace_id = stretch.workspace_id and event.gid = stretch.gid and event.stream is null
        and event.place between stretch.low and stretch.high
      where stretch.channel is null
      group by stretch.workspace_id, stretch.gid, stretch.low
    ) as kept
    where stretch.workspace_id = kept.workspace_id and stretch.gid = kept.gid and stretch.channel is null
      and stretch.low = kept.low`.execute(db);
  await sql`
    delete from event_stretch using own_workspace as own
    where event_stretch.workspace_id = own.workspace_id and event_stretch.channel is null and event_stretch.size = 0`.execute(
    db,
  );
  await sql`
    update event_door as door set manner = 'rooms', read_at = null, tried_at = null, error_code = null, reach = null,
      arrivals = '[]', rooms_apart = judged.verdict,
      withheld = case when judged.verdict = 'same' then gone.events end
    from event_door as known join own_workspace using (workspace_id)
    left join judged using (workspace_id, gid) left join gone_event as gone using (workspace_id, gid)
    where door.workspace_id = known.workspace_id and door.gid = known.gid`.execute(db);
}

/** Files of exports hold the events of their day. Their records stay and say why the bytes are gone. */
async function removeFiles(db: Kysely<unknown>): Promise<void> {
  await sql`
    create temporary table gone_file on commit drop as
      select distinct file.workspace_id, file.id from export_file as file join own_workspace using (workspace_id)
      where file.kept or exists (select from export_chunk where export_chunk.export_id = file.id)`.execute(
    db,
  );
  await sql`delete from export_chunk using gone_file where export_chunk.export_id = gone_file.id`.execute(db);
  await sql`
    update export_file as file set kept = false, code = case when state = 'done' then 'file-withdrawn' else code end
    from gone_file where file.id = gone_file.id`.execute(db);
}
