import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { Attribution } from '@/lib/db/tables/archive';
import { type Fact, factsFor } from '@/lib/readings/facts';
import { isFromBefore } from '../store/keep-building';

/** A reading is dated when it was asked for, and stored somewhat later. */
const readingSeconds = 60;

/** Were doorcodes of a door read after these events? Their windows may explain events that are stored already. */
export async function hasNewCodes(workspaceId: string, gid: string, since: Date): Promise<boolean> {
  const { rows } = await sql`
    select from doorcode_reading where workspace_id = ${workspaceId} and gid = ${gid}
      and read_at > ${since}::timestamptz - make_interval(secs => ${readingSeconds}) limit 1`.execute(
    getDb(),
  );
  return rows.length > 0;
}

/**
 * Gives events of a door's list a room, if only that room had the account or code name at that time. The room's own list
 * overrides this later.
 * It needs a reading of all flats of the door, except those that the cloud refuses or that this person may not read.
 * A code counts for its window, until it was deleted. A share counts from when it was first seen until it was gone. A
 * master counts from the last reading on, because the cloud gives no history. Older events get no room: a guess would name the last tenant.
 * A code with an unusable window may have opened the door at any time. It makes its name ambiguous for other flats, and
 * counts for its own room only while the cloud listed it.
 */
export async function attributeByName(scope: Scope, gid: string): Promise<void> {
  const { workspaceId } = scope;
  const place = sql`workspace_id = ${workspaceId} and gid = ${gid}`;
  if (await everyFlatRead(scope, gid, ['master', 'shares']))
    await setRooms(workspaceId, gid, {
      attribution: 'account',
      name: sql`who.account`,
      facts: sql`
        select *, since as known_since, until as known_until from (
          select master as name, channel, read_at as since, null::timestamptz as until from master_reading
          where ${place} and master is not null and read_at is not null
          union all
          select sub_master, channel, first_seen_at, gone_at from share where ${place}
        ) as person`,
    });
  if (await everyFlatRead(scope, gid, ['doorcodes']))
    await setRooms(workspaceId, gid, {
      attribution: 'code',
      name: sql`case when who.account is null then who.code_name end`,
      facts: sql`
        select name, channel,
          case when ${isWindow} then from_at end as since,
          case when ${isWindow} then least(to_at, gone_at) else gone_at end as until,
          case when ${isWindow} then from_at else first_seen_at end as known_since,
          case when ${isWindow} then least(to_at, gone_at) else coalesce(gone_at, seen_at) end as known_until
        from doorcode where ${place} and name <> ''`,
    });
}

async function everyFlatRead(scope: Scope, gid: string, facts: readonly Fact[]): Promise<boolean> {
  const wanted = scope.channels
    .filter((flat) => flat.gid === gid)
    .flatMap((flat) =>
      factsFor(scope, flat)
        .filter((fact) => facts.includes(fact))
        .map((fact) => ({ channel: flat.channel, fact })),
    );
  if (wanted.length === 0) return false;
  const place = sql`workspace_id = ${scope.workspaceId} and gid = ${gid} and (read_at is not null or state = 'refused')`;
  const { rows } = await sql`
    select from unnest(${wanted.map(({ channel }) => channel)}::bigint[], ${wanted.map(({ fact }) => fact)}::text[])
      as wanted (channel, fact)
    where (channel, fact) not in (
      select channel, 'master' from master_reading where ${place}
      union all select channel, 'shares' from share_reading where ${place}
      union all select channel, 'doorcodes' from doorcode_reading where ${place})
    limit 1`.execute(getDb());
  return rows.length === 0;
}

const isWindow = sql`(not window_unreadable and from_at is not null and to_at is not null and from_at < to_at)`;

type Naming = { attribution: Attribution; name: RawBuilder<unknown>; facts: RawBuilder<unknown> };

async function setRooms(
  workspaceId: string,
  gid: string,
  { attribution, name, facts }: Naming,
): Promise<void> {
  await sql`
    with fact as materialized (${facts}),
    named as materialized (
      select distinct who.id as who_id, fact.* from event_who as who join fact on fact.name = ${name}
      where who.workspace_id = ${workspaceId}
    ),
    only_room as (
      select event.at, event.id, min(named.channel) as channel
      from named join event on event.workspace_id = ${workspaceId} and event.gid = ${gid}
        and event.stream is null and event.channel is null and event.who_id = named.who_id
        and not ${isFromBefore({ workspaceId, gid })}
        and event.at >= coalesce(named.since, '-infinity') and event.at <= coalesce(named.until, 'infinity')
      group by event.at, event.id having count(distinct named.channel) = 1
        and bool_or(event.at >= coalesce(named.known_since, '-infinity')
          and event.at <= coalesce(named.known_until, 'infinity'))
    )
    update event set channel = only_room.channel, attribution = ${attribution}, unit_label = room.unit_label,
      building_name = room.building_name
    from only_room join room_channel as room
      on room.workspace_id = ${workspaceId} and room.gid = ${gid} and room.channel = only_room.channel
    where event.workspace_id = ${workspaceId} and event.at = only_room.at and event.id = only_room.id`.execute(
    getDb(),
  );
}
