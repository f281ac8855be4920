import { type RawBuilder, sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { channelsOf, type EventFilter, type FoundNames, hoursOfWeek, utcHours } from './filter';
import { otherTypes } from './schema';

/** The keys of one index that hold every match between them, and how an event equals one of them. */
export type Leads = { keys: RawBuilder<unknown>; same: RawBuilder<unknown>; count: number };

/** More keys than this, each with a look or two into the index, cost more than they spare. */
const mostKeys = 1_000;

/** Of several ways the one that passes by fewest events; counting stops here, and of equals the first is taken. */
const enough = 8_000;

/** The best way into the archive for a filter whose matches are rare; null: none is better than the order of time. */
export async function leadsOf(
  scope: StandingScope,
  filter: EventFilter,
  names: FoundNames,
): Promise<Leads | null> {
  const kinds = filter.building.length + filter.door.length + filter.type.length > 0;
  const ways = [
    Array.isArray(names) ? ofNames(names) : null,
    kinds ? await ofKinds(scope, filter) : null,
    // Last: their indexes make each event be read from its row.
    filter.room.length > 0 ? ofRooms(scope, filter.room) : null,
    ofHours(filter),
  ].filter((way) => way !== null && way.count <= mostKeys) as Leads[];
  if (ways.length < 2) return ways[0] ?? null;
  const sizes = await Promise.all(ways.map((way) => sizeOf(scope, way)));
  return ways[sizes.indexOf(Math.min(...sizes))] ?? null;
}

async function sizeOf(scope: StandingScope, { keys, same }: Leads): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    select count(*) as size from (
      select from ${keys} cross join lateral (
        select from event where event.workspace_id = ${scope.workspaceId} and ${same} limit ${enough}
      ) as few limit ${enough}
    ) as few`.execute(getDb());
  return rows[0]?.size ?? 0;
}

function ofNames(names: number[]): Leads {
  return {
    keys: sql`unnest(${names}::bigint[]) as lead (who_id)`,
    same: sql`event.who_id = lead.who_id`,
    count: names.length,
  };
}

function ofRooms(scope: StandingScope, rooms: readonly string[]): Leads {
  const channels = channelsOf(scope, rooms);
  return {
    keys: sql`unnest(${channels.map(({ gid }) => gid)}::text[], ${channels.map(({ channel }) => channel)}::bigint[]) as lead (gid, channel)`,
    same: sql`event.gid = lead.gid and event.channel = lead.channel`,
    count: channels.length,
  };
}

function ofHours(filter: EventFilter): Leads | null {
  const slots = hoursOfWeek(filter);
  if (slots === null) return null;
  const own = filter.zone === 'building';
  const hours = own ? slots : utcHours(slots, filter.zone);
  const column = sql.ref(own ? 'event.wall_hour' : 'event.utc_hour');
  return {
    keys: sql`unnest(${hours}::smallint[]) as lead (slot)`,
    same: sql`${column} = lead.slot`,
    count: hours.length,
  };
}

type Kind = { gid: string; building_hash: number; type: number };

/** The mixtures of door, building and type that there are, one step in the index each, and of these the wanted ones. */
async function ofKinds(scope: StandingScope, filter: EventFilter): Promise<Leads> {
  const named = filter.type.filter((type) => type !== otherTypes).map(Number);
  const others = filter.type.includes(otherTypes);
  const doors = channelsOf(scope, filter.room).map(({ gid }) => gid);
  const { rows } = await sql<Kind>`
    with recursive kind as (
      (select gid, building_hash, type from event where workspace_id = ${scope.workspaceId}
        order by gid, building_hash, type limit 1)
      union all
      select following.* from kind cross join lateral (
        select gid, building_hash, type from event
        where workspace_id = ${scope.workspaceId}
          and (gid, building_hash, type) > (kind.gid, kind.building_hash, kind.type)
        order by gid, building_hash, type limit 1
      ) as following
    )
    select * from kind
    where (${filter.door.length === 0} or gid = any(${filter.door}::text[]))
      and (${filter.room.length === 0} or gid = any(${doors}::text[]))
      and (${filter.building.length === 0} or building_hash in (select hashtext(name) from unnest(${filter.building}::text[]) as name))
      and (${filter.type.length === 0} or type = any(${named}::bigint[]) or (${others} and (type < 0 or type > 5)))`.execute(
    getDb(),
  );
  return {
    keys: sql`unnest(${rows.map(({ gid }) => gid)}::text[], ${rows.map((row) => row.building_hash)}::int[], ${rows.map(({ type }) => type)}::bigint[]) as lead (gid, building_hash, type)`,
    same: sql`event.gid = lead.gid and event.building_hash = lead.building_hash and event.type = lead.type`,
    count: rows.length,
  };
}
