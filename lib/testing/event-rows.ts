import pg from 'pg';

/** Writes events directly into the tables: 40 doors, 400 rooms, 20,000 names in three scripts. */
export async function fillEvents(
  url: string,
  workspaceId: string,
  count: number,
  gid = 'filled',
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(whos, [workspaceId, Math.max(1, Math.min(20_000, Math.ceil(count / 10)))]);
    await client.query(events, [workspaceId, count, gid]);
    await client.query('analyze event; analyze event_who');
  } finally {
    await client.end();
  }
}

const whos = `
  insert into event_who (workspace_id, digest, account, code_name, folded)
  select $1::uuid, decode(md5('filled' || n), 'hex'), account, code, lower(coalesce(account, '') || chr(10) || coalesce(code, ''))
  from (
    select n,
      case when n % 3 = 0 then null else 'person' || n || '@example.test' end as account,
      case n % 9 when 0 then 'Cleaning, week ' || n when 3 then '王小明 ' || n when 6 then '=SUM(A1:A' || n || ')' end as code
    from generate_series(1, $2::int) as n) as made
  on conflict do nothing`;

const events = `
  with names as (select array_agg(id order by id) as ids from event_who where workspace_id = $1::uuid)
  insert into event (workspace_id, at, gid, stream, place, channel, attribution, type, who_id, time_text, wall, zone,
    fit, building_name, unit_label, archived_at)
  select $1::uuid, at, $3 || door, null, n, case when n % 5 < 3 then n % 400 end,
    case n % 5 when 0 then 'stream' when 1 then 'account' when 2 then 'code' end, n % 6,
    ids[1 + n % array_length(ids, 1)],
    to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'), at at time zone 'Asia/Shanghai',
    case when door % 4 = 0 then '+08:00' else 'Asia/Shanghai' end, 'exact',
    case when door % 3 = 0 then '滨江花园 ' || door / 10 else 'Harbour House ' || door / 10 end,
    case when n % 5 < 3 then 'Flat ' || n % 400 end, now()
  from names, generate_series(1, $2::int) as n,
    lateral (select timestamptz '2020-01-01 00:00:00+00' + n * interval '7 seconds' as at, n % 40 as door) as made`;
