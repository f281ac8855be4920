import { createHash } from 'node:crypto';
import type pg from 'pg';
import { foldText } from '@/lib/text/fold-text';

export type SeedDoor = {
  gid: string;
  building: string;
  zone: string;
  rooms: { channel: number; unit: string }[];
};

export type Seed = {
  workspaceId: string;
  doors: readonly SeedDoor[];
  events: number;
  names?: number;
  years?: number;
  /** Called after each part with the number of events written. */
  onPart?: (written: number) => void;
};

const partSize = 200_000;
/** First place of a list in the sync. Seeded events have lower places. */
const firstPlace = 2 ** 40;

/**
 * Fills an archive for trials: several years of events, busy by day and quiet at night, with a few rare kinds and some
 * without a readable time. They are older than the kept events, and each door's record includes them.
 */
export async function seedArchive(client: pg.ClientBase, seed: Seed): Promise<void> {
  const { workspaceId, doors, events, names = 10_000, years = 3 } = seed;
  await client.query('set jit = off');
  await client.query(makeTables);
  const whos = await makeNames(client, workspaceId, names);
  await client.query(
    'insert into seed_who select n - 1, id from unnest($1::bigint[]) with ordinality as who (id, n)',
    [whos],
  );
  await client.query(
    'insert into seed_door select n - 1, gid, building, zone, rooms from unnest($1::text[], $2::text[], $3::text[], $4::int[]) with ordinality as door (gid, building, zone, rooms, n)',
    [
      doors.map(({ gid }) => gid),
      doors.map(({ building }) => building),
      doors.map(({ zone }) => zone),
      doors.map(({ rooms }) => rooms.length),
    ],
  );
  const rooms = doors.flatMap((door, d) => door.rooms.map((room, r) => ({ d, r, ...room })));
  await client.query(
    'insert into seed_room select * from unnest($1::int[], $2::int[], $3::bigint[], $4::text[])',
    [
      rooms.map(({ d }) => d),
      rooms.map(({ r }) => r),
      rooms.map(({ channel }) => channel),
      rooms.map(({ unit }) => unit),
    ],
  );
  const oldest = await client.query<{ at: Date }>(
    "select coalesce(min(at), date_trunc('second', now())) as at from event where workspace_id = $1",
    [workspaceId],
  );
  const end = oldest.rows[0]?.at ?? new Date();
  const start = new Date(end.getTime() - years * 365 * 86_400_000);
  const lows = await client.query<{ gid: string; low: number }>(
    'select gid, min(low) as low from event_stretch where workspace_id = $1 and channel is null group by gid',
    [workspaceId],
  );
  const low = Math.min(firstPlace, ...lows.rows.map((row) => Number(row.low))) - events;
  for (let from = 0; from < events; from += partSize) {
    const to = Math.min(events, from + partSize);
    await client.query(insertPart, [
      workspaceId,
      from,
      to,
      low,
      start,
      (years * 365 * 86_400) / events,
      doors.length,
      whos.length,
    ]);
    seed.onPart?.(to);
  }
  await client.query(recordStretches, [workspaceId, doors.map(({ gid }) => gid), low, low + events - 1]);
  await client.query('vacuum (analyze) event');
  await client.query('analyze event_who');
}

const surnames = ['Müller', 'Schröder', 'Groß', 'Smith', "O'Brien", 'Nguyễn', 'García', 'Øster'];
const chinese = ['王小明', '李秀英', '张伟', '陳怡君', '刘洋', '赵敏'];
const arabic = ['محمد علي', 'فاطمة حسن', 'يوسف كريم'];
const works = ['Cleaner', '装修工人', 'Reinigung', 'عامل النظافة', 'Parcel', 'Guest'];

async function makeNames(client: pg.ClientBase, workspaceId: string, count: number): Promise<number[]> {
  const made = Array.from({ length: count }, (_, n) => {
    if (n % 5 === 0) return { account: null, code: `${works[n % works.length]} ${n}` };
    if (n % 5 === 1) return { account: `${chinese[n % chinese.length]}${n}`, code: null };
    if (n % 5 === 2) return { account: `${arabic[n % arabic.length]} ${n}`, code: null };
    return { account: `${surnames[n % surnames.length]}.${n}@example.test`, code: null };
  });
  const { rows } = await client.query<{ id: number }>(
    `with made as (
      select * from unnest($2::bytea[], $3::text[], $4::text[], $5::text[]) as made (digest, account, code_name, folded)
    ), fresh as (
      insert into event_who (workspace_id, digest, account, code_name, folded)
      select $1::uuid, * from made on conflict do nothing returning id
    )
    select id from fresh union all
    select id from event_who where workspace_id = $1::uuid and digest in (select digest from made)`,
    [
      workspaceId,
      made.map(({ account, code }) =>
        createHash('sha256')
          .update(JSON.stringify([account, code]))
          .digest(),
      ),
      made.map(({ account }) => account),
      made.map(({ code }) => code),
      made.map(({ account, code }) => foldText(account ?? code ?? '')),
    ],
  );
  return rows.map(({ id }) => Number(id));
}

// The time of day passes slowly at night and quickly by day, and never backwards: record numbers grow with time.
// hashint8 decides everything else, so the same call writes the same events. `offset 0` computes each step once per
// row.
const insertPart = `
  insert into event (workspace_id, gid, stream, place, channel, attribution, type, who_id, at, wall, time_text, zone, fit,
    building_name, unit_label, archived_at)
  select $1::uuid, door.gid, null, $4::bigint + made.n, room.channel,
    case when room.channel is not null then case when kind = 2 then 'code' else 'account' end end,
    kind, who.id, at, case when bad then null else wall end,
    case when bad then '0000-00-00 00:00:00' else to_char(wall, 'YYYY-MM-DD HH24:MI:SS') end, door.zone,
    case when bad then 'invalid' else 'exact' end, door.building, room.unit, now()
  from (
    select *, (timestamp '1970-01-01' + make_interval(secs => day * 86400 + floor(3600 * case
      when part < 0.04 then part / 0.04 * 6
      when part < 0.25 then 6 + (part - 0.04) / 0.21 * 3
      when part < 0.50 then 9 + (part - 0.25) / 0.25 * 6
      when part < 0.90 then 15 + (part - 0.50) / 0.40 * 6
      else 21 + (part - 0.90) / 0.10 * 3 end))) at time zone 'Asia/Shanghai' as at
    from (
      select *, floor(second / 86400) as day, second / 86400 - floor(second / 86400) as part,
        floor(sqrt(h1 / 2147483648.0) * $7::int)::int as d, h2 % $8::int as w,
        case when n % 250000 = 124999 then 99 when n % 100000 = 74999 then 7 else
          (array[0,0,0,0,1,1,1,2,2,2,3,4,4,4,5,5,5,5,5,5])[1 + (h1 / 11) % 20] end as kind
      from (
        select n, hashint8(n) & 2147483647 as h1, hashint8(n + 7919000000) & 2147483647 as h2,
          n % 50000 = 49999 as bad,
          extract(epoch from $5::timestamptz)::float8 + 28800 + floor(n * $6::float8) as second
        from generate_series($2::bigint, $3::bigint - 1) as n offset 0
      ) as drawn offset 0
    ) as split offset 0
  ) as made
  join seed_door as door on door.d = made.d
  left join seed_who as who on who.w = made.w and kind not in (0, 3) and h2 % 10 <> 0
  left join seed_room as room on room.d = made.d and room.r = made.w % greatest(1, door.rooms) and h1 % 10 < 8
  cross join lateral (select case when zone ~ '^[+-]' then at at time zone zone::interval
    else at at time zone zone end
    as wall offset 0) as local
  order by made.n`;

const makeTables = `
  drop table if exists pg_temp.seed_door, pg_temp.seed_room, pg_temp.seed_who;
  create temp table seed_door (d int, gid text, building text, zone text, rooms int);
  create temp table seed_room (d int, r int, channel bigint, unit text);
  create temp table seed_who (w int, id bigint)`;

// A door's range is extended to the seeded events. A door without a range is complete with them.
const recordStretches = `
  with made as (
    select gid, count(*) as size, min(place) as low, max(place) as high, min(at) as oldest, max(at) as newest
    from event where workspace_id = $1::uuid and gid = any($2::text[]) and stream is null and place between $3 and $4
    group by gid
  ), joined as (
    update event_stretch set low = made.low, size = event_stretch.size + made.size, reaches_first = true,
      oldest_at = made.oldest
    from made
    where event_stretch.workspace_id = $1::uuid and event_stretch.gid = made.gid and event_stretch.channel is null
      and event_stretch.low = (select min(low) from event_stretch as other where other.workspace_id = $1::uuid
        and other.gid = made.gid and other.channel is null)
    returning event_stretch.gid
  ), fresh as (
    insert into event_stretch (workspace_id, gid, channel, low, high, size, reaches_first, oldest_at, newest_at)
    select $1::uuid, gid, null, low, high, size, true, oldest, newest from made where gid not in (select gid from joined)
  )
  insert into event_door (workspace_id, gid, manner, read_at)
  select $1::uuid, gid, 'door', now() from made
  on conflict (workspace_id, gid) do nothing`;
