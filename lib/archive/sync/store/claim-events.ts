import { type RawBuilder, sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { type Claimed, type Claiming, claimDeleted, type IncomingEvent } from './claim-deleted';
import { countOut, type Earlier, lockEarlier } from './door-stretches';
import { setPlace } from './keep-building';

const day = 86_400_000;

/** Positions that need no new row; `deleted` counts those with a trace instead of an event. */
export type Claims = { places: ReadonlySet<number>; deleted: number };

/**
 * A list may give events that the door's earlier list gave: when a cloud begins to want rooms, or the account's rooms
 * changed. Stored events and traces then move to the new list, one for one, twins included.
 */
export async function claimEvents(
  trx: Db,
  list: Claiming,
  incoming: readonly IncomingEvent[],
): Promise<Claims> {
  // Two rooms must not claim the same one of two twins. Nor may an event be deleted while it is claimed.
  const earlier = incoming.length === 0 ? null : await lockEarlier(trx, list);
  if (earlier === null) return { places: new Set(), deleted: 0 };
  const when = between(incoming);
  const places = new Set<number>();
  const others = () => incoming.filter(({ place }) => !places.has(place));
  for (const claim of [claimNamed, claimAnonymous]) {
    const claimed = await claim(trx, { list, earlier, when, incoming: others() });
    for (const { place } of claimed) places.add(place);
    const was = claimed.map((one) => one.was);
    await countOut(trx, earlier, { places: was });
  }
  const deleted = await claimDeleted(trx, list, earlier, others());
  for (const place of deleted) places.add(place);
  return { places, deleted: deleted.length };
}

/** The instants to search. An event whose time makes no sense got another instant in that list, so then all are searched. */
function between(incoming: readonly IncomingEvent[]): RawBuilder<boolean> {
  if (incoming.some(({ wall }) => wall === null)) return sql`true`;
  const instants = incoming.map(({ at }) => at.getTime());
  const from = new Date(instants.reduce((least, at) => Math.min(least, at)) - day);
  const to = new Date(instants.reduce((most, at) => Math.max(most, at)) + day);
  return sql`at between ${from} and ${to}`;
}

type Claim = {
  list: Claiming;
  earlier: Earlier;
  when: RawBuilder<boolean>;
  incoming: readonly IncomingEvent[];
};

async function claimNamed(
  trx: Db,
  { list: { workspaceId, gid, channel, unitLabel, buildingName }, earlier, when, incoming }: Claim,
): Promise<Claimed[]> {
  // A door's list names no room, so a known room stays.
  const room =
    channel === null
      ? sql``
      : sql`, channel = ${channel}, attribution = 'stream', ${setPlace({ workspaceId, gid }, { unitLabel, buildingName })}`;
  const { rows } = await sql<Claimed>`
    with incoming as (
      select *, row_number() over (partition by type, who, time_text order by place) as turn
      from unnest(${incoming.map(({ place }) => place)}::bigint[], ${incoming.map(({ type }) => type)}::bigint[],
        ${incoming.map(({ who }) => who)}::bigint[], ${incoming.map(({ timeText }) => timeText)}::text[])
        as incoming (place, type, who, time_text)
    ),
    kept as (
      select at, id, place, type, who_id, time_text, row_number() over (
        partition by type, who_id, time_text order by (channel = ${channel}::bigint) desc nulls last, place) as turn
      from event
      where workspace_id = ${workspaceId} and gid = ${gid} and stream is null and ${when}
        and place <= ${earlier.upTo}::bigint and trace is null
        -- An event of another room's own list belongs to that room.
        and (${channel}::bigint is null or channel is null or channel = ${channel}::bigint or attribution <> 'stream')
    )
    update event set stream = ${channel}::bigint, place = incoming.place${room}
    from incoming join kept on kept.type = incoming.type and kept.who_id is not distinct from incoming.who
      and kept.time_text = incoming.time_text and kept.turn = incoming.turn
    where event.workspace_id = ${workspaceId} and event.at = kept.at and event.id = kept.id
    returning incoming.place, kept.place as was`.execute(trx);
  return rows;
}

/** Events that retention made anonymous match by their trace, and stay without name and room. */
async function claimAnonymous(
  trx: Db,
  { list: { workspaceId, gid, channel }, earlier, when, incoming }: Claim,
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with incoming as (
      select *, row_number() over (partition by key order by place) as turn
      from unnest(${incoming.map(({ place }) => place)}::bigint[], ${incoming.map(({ key }) => key)}::text[]) as incoming (place, key)
    ),
    kept as (
      select at, id, place, encode(trace, 'hex') as key, row_number() over (partition by trace order by place) as turn
      from event
      where workspace_id = ${workspaceId} and gid = ${gid} and stream is null and ${when}
        and place <= ${earlier.upTo}::bigint and trace is not null
    )
    update event set stream = ${channel}::bigint, place = incoming.place
    from incoming join kept using (key, turn)
    where event.workspace_id = ${workspaceId} and event.at = kept.at and event.id = kept.id
    returning incoming.place, kept.place as was`.execute(trx);
  return rows;
}
