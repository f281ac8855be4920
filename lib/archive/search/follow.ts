import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import type { Leads } from './leads';

type Following = {
  leads: Leads;
  columns: RawBuilder<unknown>;
  order: RawBuilder<unknown>;
  where: Expression<SqlBool>;
  bound: RawBuilder<unknown>;
  scope: StandingScope;
  wanted: { oldestFirst?: boolean; limit: number };
};

/** More keys than this take longer to plan for one by one than is gained by it. */
const mostMerged = 32;

/** The first matches, by place in time, of the events that the leads lead to. */
export function follow(what: Following) {
  return what.leads.count <= mostMerged ? merged(what) : behind(what);
}

/**
 * The first matches of few keys: all are followed through the same time, no further than the last match wanted. Both
 * offsets keep the planner from looking at the filter earlier: a key with no match would be followed to its end.
 */
function merged({ leads, columns, order, where, bound, scope, wanted }: Following) {
  if (leads.count === 0) return sql`select at, id from event where false`;
  const each = Array.from(
    { length: leads.count },
    (_, key) =>
      sql`(select ${columns} from event where event.workspace_id = ${scope.workspaceId} and ${leads.sameAs(key)} and ${bound} order by ${order} offset 0)`,
  );
  return sql`select at, id from (
    select * from (${sql.join(each, sql` union all `)}) as merged order by ${order} offset 0
  ) as event where ${where} order by ${order} limit ${wanted.limit}`;
}

/**
 * The first matches behind all keys. A page's worth behind each of many would mostly be read in vain: the first few of
 * each tell how far a page reaches at most, and only keys that may have more within that are gone on with.
 */
function behind({ leads, columns, order, where, bound, scope, wanted: { oldestFirst, limit } }: Following) {
  const few = Math.min(limit, Math.ceil((2 * limit) / Math.max(1, leads.count)) + 1);
  const [further, within, end, back] = oldestFirst
    ? ([sql`>`, sql`<=`, 'infinity', sql`at desc, id desc`] as const)
    : ([sql`<`, sql`>=`, '-infinity', sql`at, id`] as const);
  const reach = sql`coalesce((select at from reach), ${end}::timestamptz)`;
  const firstOf = (keys: RawBuilder<unknown>, most: number, rest: RawBuilder<unknown>) => sql`
    ${keys} as lead cross join lateral (
      select event.at, event.id from (
        -- Offset 0: the planner is not to take another index for the filter's sake, which it cannot judge.
        select ${columns} from event
        where event.workspace_id = ${scope.workspaceId} and ${leads.same} and ${bound} and ${rest}
        order by ${order} offset 0
      ) as event where ${where} order by ${order} limit ${most}
    ) as found`;
  return sql`
    with few as materialized (
      select lead.*, found.at, found.id
      from ${firstOf(sql`(select *, row_number() over () as nth from ${leads.keys})`, few, sql`true`)}
    ), reach as (
      select at from few order by ${order} offset ${limit - 1} limit 1
    ), unfinished as (
      select * from (
        select distinct on (nth) few.*, count(*) over (partition by nth) as many from few order by nth, ${back}
      ) as last where many = ${few} and at ${within} ${reach}
    )
    (select at, id from few)
    union all
    (select found.at, found.id
      from ${firstOf(sql`unfinished`, limit, sql`(event.at, event.id) ${further} (lead.at, lead.id) and event.at ${within} ${reach}`)})
    order by ${order} limit ${limit}`;
}
