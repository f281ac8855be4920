import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';

/** One event of a room's list on its way into the table; `key` is its trace (stored-event.ts), in hex. */
export type Told = {
  place: number;
  type: number;
  who: number | null;
  timeText: string;
  at: Date;
  key: string;
};

type Room = {
  workspaceId: string;
  gid: string;
  channel: number;
  buildingName: string;
  unitLabel: string | null;
};

/** No clock is more than a day from another. */
const day = 86_400_000;

/**
 * A cloud that gave whole doors and wants rooms now tells the same events again, room by room. Those that are kept from
 * the door's list become the room's own, one for one, twins too; returns the places that need no new row.
 */
export async function claimEvents(trx: Db, room: Room, told: readonly Told[]): Promise<Set<number>> {
  const { workspaceId, gid } = room;
  const { rows: whole } = await sql`
    select from event_stretch where workspace_id = ${workspaceId} and gid = ${gid} and channel is null limit 1`.execute(
    trx,
  );
  if (whole.length === 0 || told.length === 0) return new Set();
  // Two rooms must not claim one of two twins, and leave the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`claim:${workspaceId}:${gid}`}, 0))`.execute(trx);
  const instants = told.map(({ at }) => at.getTime());
  const from = new Date(instants.reduce((least, at) => Math.min(least, at)) - day);
  const to = new Date(instants.reduce((most, at) => Math.max(most, at)) + day);
  const between = { from, to };
  const named = await claimNamed(trx, room, between, told);
  const taken = new Set(named.map(({ place }) => place));
  const others = told.filter(({ place }) => !taken.has(place));
  const anonymous = others.length > 0 ? await claimAnonymous(trx, room, between, others) : [];
  await countOut(
    trx,
    room,
    [...named, ...anonymous].map(({ was }) => was),
  );
  for (const { place } of anonymous) taken.add(place);
  return taken;
}

/** An event that has become the room's own: its place in the room's list, and in the door's. */
type Claimed = { place: number; was: number };
type Between = { from: Date; to: Date };

async function claimNamed(
  trx: Db,
  { workspaceId, gid, channel, unitLabel, buildingName }: Room,
  { from, to }: Between,
  told: readonly Told[],
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with told as (
      select *, row_number() over (partition by type, who, time_text order by place) as turn
      from unnest(${told.map(({ place }) => place)}::bigint[], ${told.map(({ type }) => type)}::bigint[],
        ${told.map(({ who }) => who)}::bigint[], ${told.map(({ timeText }) => timeText)}::text[])
        as told (place, type, who, time_text)
    ),
    kept as (
      select at, id, place, type, who_id, time_text, row_number() over (
        partition by type, who_id, time_text order by (channel = ${channel}) desc nulls last, place) as turn
      from event
      where workspace_id = ${workspaceId} and gid = ${gid} and stream is null and at between ${from} and ${to}
        and trace is null
        -- What another room's own list has is that room's.
        and (channel is null or channel = ${channel} or attribution <> 'stream')
    )
    update event set stream = ${channel}, place = told.place, channel = ${channel}, attribution = 'stream',
      unit_label = ${unitLabel}, building_name = ${buildingName}
    from told join kept on kept.type = told.type and kept.who_id is not distinct from told.who
      and kept.time_text = told.time_text and kept.turn = told.turn
    where event.workspace_id = ${workspaceId} and event.at = kept.at and event.id = kept.id
    returning told.place, kept.place as was`.execute(trx);
  return rows;
}

/** Those that retention made anonymous are known by their trace, and stay without name and room. */
async function claimAnonymous(
  trx: Db,
  { workspaceId, gid, channel }: Room,
  { from, to }: Between,
  told: readonly Told[],
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with told as (
      select *, row_number() over (partition by key order by place) as turn
      from unnest(${told.map(({ place }) => place)}::bigint[], ${told.map(({ key }) => key)}::text[]) as told (place, key)
    ),
    kept as (
      select at, id, place, encode(trace, 'hex') as key, row_number() over (partition by trace order by place) as turn
      from event
      where workspace_id = ${workspaceId} and gid = ${gid} and stream is null and at between ${from} and ${to}
        and trace is not null
    )
    update event set stream = ${channel}, place = told.place
    from told join kept using (key, turn)
    where event.workspace_id = ${workspaceId} and event.at = kept.at and event.id = kept.id
    returning told.place, kept.place as was`.execute(trx);
  return rows;
}

/** The door's list has them no more. */
async function countOut(trx: Db, { workspaceId, gid }: Room, places: readonly number[]): Promise<void> {
  if (places.length === 0) return;
  await sql`
    update event_stretch set size = size - gone.count
    from (
      select low, count(*) from event_stretch join unnest(${places}::bigint[]) as was
        on was between low and high
      where workspace_id = ${workspaceId} and gid = ${gid} and channel is null group by low
    ) as gone
    where workspace_id = ${workspaceId} and gid = ${gid} and channel is null and event_stretch.low = gone.low`.execute(
    trx,
  );
}
