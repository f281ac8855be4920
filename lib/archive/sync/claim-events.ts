import { type RawBuilder, sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { claimDeleted } from './claim-deleted';
import { countOut, lockDoor } from './door-stretches';

/** One event of a room's list on its way into the table; `key` is its trace (stored-event.ts), in hex. */
export type Told = {
  place: number;
  type: number;
  who: number | null;
  timeText: string;
  at: Date;
  wall: string | null;
  key: string;
};

export type Room = {
  workspaceId: string;
  gid: string;
  channel: number;
  buildingName: string;
  unitLabel: string | null;
};

/** No clock is more than a day from another. */
const day = 86_400_000;

/** The places of a room's list that need no new row; at those of `deleted` a trace stands for an event. */
export type Claims = { places: ReadonlySet<number>; deleted: number };

/**
 * A cloud that gave whole doors and wants rooms now tells the same events again, room by room. Those that are kept from
 * the door's list become the room's own, one for one, twins too, and so do the traces of those that were deleted.
 */
export async function claimEvents(trx: Db, room: Room, told: readonly Told[]): Promise<Claims> {
  // Two rooms must not claim one of two twins, and leave the other; nor is an event deleted while it is claimed.
  if (told.length === 0 || !(await lockDoor(trx, room))) return { places: new Set(), deleted: 0 };
  const when = between(told);
  const places = new Set<number>();
  const others = () => told.filter(({ place }) => !places.has(place));
  for (const claim of [claimNamed, claimAnonymous]) {
    const claimed = await claim(trx, room, when, others());
    for (const { place } of claimed) places.add(place);
    const was = claimed.map((one) => one.was);
    await countOut(trx, room, { places: was });
  }
  const deleted = await claimDeleted(trx, room, others());
  for (const place of deleted) places.add(place);
  return { places, deleted: deleted.length };
}

/** An event that has become the room's own: its place in the room's list, and in the door's. */
export type Claimed = { place: number; was: number };

/** When the door's list may have told the events: of one whose time makes no sense, its neighbours there are others. */
function between(told: readonly Told[]): RawBuilder<boolean> {
  if (told.some(({ wall }) => wall === null)) return sql`true`;
  const instants = told.map(({ at }) => at.getTime());
  const from = new Date(instants.reduce((least, at) => Math.min(least, at)) - day);
  const to = new Date(instants.reduce((most, at) => Math.max(most, at)) + day);
  return sql`at between ${from} and ${to}`;
}

async function claimNamed(
  trx: Db,
  { workspaceId, gid, channel, unitLabel, buildingName }: Room,
  when: RawBuilder<boolean>,
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
      where workspace_id = ${workspaceId} and gid = ${gid} and stream is null and ${when}
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
  when: RawBuilder<boolean>,
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
      where workspace_id = ${workspaceId} and gid = ${gid} and stream is null and ${when}
        and trace is not null
    )
    update event set stream = ${channel}, place = told.place
    from told join kept using (key, turn)
    where event.workspace_id = ${workspaceId} and event.at = kept.at and event.id = kept.id
    returning told.place, kept.place as was`.execute(trx);
  return rows;
}
