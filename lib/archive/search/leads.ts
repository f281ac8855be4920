import { type RawBuilder, sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { channelsOf, type EventFilter, hoursOfWeek, utcHours } from './filter';
import type { FoundNames } from './found-text';
import { otherTypes } from './schema';

/** The keys of one index that hold every match between them, and how an event equals one of them. */
export type Leads = {
  keys: RawBuilder<unknown>;
  same: RawBuilder<unknown>;
  /** The same for one of the keys alone. */
  sameAs(key: number): RawBuilder<unknown>;
  count: number;
  /** Of looking at one event: 1 where the index holds all that filters look at, more where its row is read. */
  cost: number;
};

/** More keys than this, each with a look or two into the index, cost more than they spare. */
const mostKeys = 1_000;

/** Reading an event's row beside an index, as times of reading an index that holds all. */
const byRow = 3;

/** How many events, and of how many keys, tell how thickly those of a way lie in time. */
const probed = { events: 1_000, keys: 200 };

/** A list's way through time. */
export type Along = {
  /** Where it begins, as far as there are events. */
  from: RawBuilder<unknown>;
  bound: RawBuilder<unknown>;
  order: RawBuilder<unknown>;
};

/** The best way into the archive for a filter whose matches are rare; null: none is better than the order of time. */
export async function leadsOf(
  scope: StandingScope,
  filter: EventFilter,
  names: FoundNames | null,
  along: Along,
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
  const rates = await Promise.all(ways.map((way) => rateOf(scope, way, along)));
  const costs = ways.map((way, at) => way.cost * (rates[at] ?? 0));
  return ways[costs.indexOf(Math.min(...costs))] ?? null;
}

/**
 * Events a second that one passes by on this way, near the place where the list goes on. However many matches there are,
 * each way to the last of them leads through the same time; so the way with the lowest rate is the shortest.
 */
async function rateOf(scope: StandingScope, { keys, same, count }: Leads, along: Along): Promise<number> {
  // Every so manieth: keys that came to be together are alike.
  const step = Math.ceil(count / probed.keys);
  const most = Math.ceil((probed.events * step) / Math.max(1, count));
  const { rows } = await sql<{ rate: number }>`
    select coalesce(sum(rate), 0)::float as rate
    from (select *, row_number() over () as nth from ${keys}) as lead cross join lateral (
      select count(*) / greatest(1, max(abs(extract(epoch from ${along.from} - at)))) as rate from (
        select at from event where event.workspace_id = ${scope.workspaceId} and ${same} and ${along.bound}
        order by ${along.order} limit ${most}
      ) as few
    ) as few where lead.nth % ${step} = 0`.execute(getDb());
  return (rows[0]?.rate ?? 0) * step;
}

type KeyColumn = { name: string; type: 'text' | 'int' | 'smallint' | 'bigint'; values: (string | number)[] };

/** Keys of some columns; the n-th value of each column makes the n-th key. */
function leadsBy(columns: KeyColumn[], cost: number): Leads {
  const each = (make: (column: KeyColumn) => RawBuilder<unknown>, between = sql`, `) =>
    sql.join(columns.map(make), between);
  const column = (name: string) => sql.ref(`event.${name}`);
  return {
    keys: sql`unnest(${each(({ type, values }) => sql`${values}::${sql.raw(type)}[]`)}) as lead (${each(({ name }) => sql.ref(name))})`,
    same: each(({ name }) => sql`${column(name)} = ${sql.ref(`lead.${name}`)}`, sql` and `),
    sameAs: (key) =>
      each(({ name, type, values }) => sql`${column(name)} = ${values[key]}::${sql.raw(type)}`, sql` and `),
    count: columns[0]?.values.length ?? 0,
    cost,
  };
}

function ofNames(names: number[]): Leads {
  return leadsBy([{ name: 'who_id', type: 'bigint', values: names }], 1);
}

function ofRooms(scope: StandingScope, rooms: readonly string[]): Leads {
  const channels = channelsOf(scope, rooms);
  return leadsBy(
    [
      { name: 'gid', type: 'text', values: channels.map(({ gid }) => gid) },
      { name: 'channel', type: 'bigint', values: channels.map(({ channel }) => channel) },
    ],
    byRow,
  );
}

function ofHours(filter: EventFilter): Leads | null {
  const slots = hoursOfWeek(filter);
  if (slots === null) return null;
  const own = filter.zone === 'building';
  const hours = own ? slots : utcHours(slots, filter.zone);
  return leadsBy([{ name: own ? 'wall_hour' : 'utc_hour', type: 'smallint', values: hours }], byRow);
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
  return leadsBy(
    [
      { name: 'gid', type: 'text', values: rows.map(({ gid }) => gid) },
      { name: 'building_hash', type: 'int', values: rows.map((row) => row.building_hash) },
      { name: 'type', type: 'bigint', values: rows.map(({ type }) => type) },
    ],
    1,
  );
}
