import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { countOut, countOutUntraced, countUntraced, type Earlier } from './door-stretches';
import type { ListKey } from './list-key';
import { deletedBefore } from './retention-rule';

/** `key` is the event's trace (`stored-event.ts`), in hex. */
export type IncomingEvent = {
  place: number;
  type: number;
  who: number | null;
  timeText: string;
  at: Date;
  wall: string | null;
  key: string;
};

/** The list that gives events again. A room's own list also sets their room. */
export type Claiming = ListKey & { buildingName: string; unitLabel: string | null };

export type Claimed = { place: number; was: number };

/**
 * For deleted events that another list gives again. Their traces move to that list one for one, so no event returns. For
 * those without a trace only the number is known: as many events that the building's rule deletes anyway count as these.
 * @returns the positions in the list that now have a trace
 */
export async function claimDeleted(
  trx: Db,
  list: Claiming,
  earlier: Earlier,
  incoming: readonly IncomingEvent[],
): Promise<number[]> {
  const moved = await claimTraces(trx, list, earlier, incoming);
  const traced = moved.map(({ place }) => place);
  const was = moved.map((one) => one.was);
  await countOut(trx, earlier, { places: was, deleted: true });
  const known = new Set(traced);
  const others = incoming.filter(({ place }) => !known.has(place));
  const untraced = await countUntraced(trx, earlier);
  if (untraced <= 0) return traced;
  const { workspaceId, gid, channel, buildingName: building } = list;
  const gone = await deletedBefore(trx, { workspaceId, building }, others, untraced);
  const keys = new Map(others.map(({ place, key }) => [place, key]));
  await sql`
    insert into event_trace (workspace_id, gid, stream, place, trace)
    select ${workspaceId}::uuid, ${gid}, ${channel}::bigint, place, decode(key, 'hex')
    from unnest(${gone}::bigint[], ${gone.map((place) => keys.get(place))}::text[]) as gone (place, key)`.execute(
    trx,
  );
  await countOutUntraced(trx, earlier, gone.length);
  return [...traced, ...gone];
}

async function claimTraces(
  trx: Db,
  { channel }: Claiming,
  { workspaceId, gid, upTo }: Earlier,
  incoming: readonly IncomingEvent[],
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with incoming as (
      select place, decode(key, 'hex') as trace, row_number() over (partition by key order by place) as turn
      from unnest(${incoming.map(({ place }) => place)}::bigint[], ${incoming.map(({ key }) => key)}::text[]) as incoming (place, key)
    ),
    kept as (
      select place, trace, row_number() over (partition by trace order by place) as turn
      from event_trace where workspace_id = ${workspaceId} and gid = ${gid} and stream is null and place <= ${upTo}::bigint
    )
    update event_trace set stream = ${channel}::bigint, place = incoming.place
    from incoming join kept using (trace, turn)
    where workspace_id = ${workspaceId} and gid = ${gid} and stream is null and event_trace.place = kept.place
    returning incoming.place, kept.place as was`.execute(trx);
  return rows;
}
