import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { RoomList } from './other-lists';
import { asListed, type StoredEvent } from './stored-event';

type Place = { workspaceId: string; gid: string; channel: number };

/** Of each stored list, so many of its newest events are compared. */
const compared = 500;

/** The rooms of a door of whose own lists something is stored. */
export async function readStoredChannels(workspaceId: string, gid: string): Promise<number[]> {
  const { rows } = await sql<{ channel: number }>`
    select distinct channel from event_stretch
    where workspace_id = ${workspaceId} and gid = ${gid} and channel is not null and size > pruned`.execute(
    getDb(),
  );
  return rows.map(({ channel }) => channel);
}

/** The newest run of a room's list in which nothing is missing, as it is stored; null: nothing is. */
export async function readStoredList({ workspaceId, gid, channel }: Place): Promise<RoomList | null> {
  const { rows } = await sql<StoredEvent & { askedAt: Date | null }>`
    select event.type, event.time_text as "timeText", event.trace, who.account, who.code_name as "codeName",
      listed.read_at as "askedAt"
    from (
      select low, high from event_stretch
      where workspace_id = ${workspaceId} and gid = ${gid} and channel = ${channel} order by low desc limit 1
    ) as newest
    join event_stream as listed on listed.workspace_id = ${workspaceId} and listed.gid = ${gid}
      and listed.channel = ${channel}
    join event on event.workspace_id = ${workspaceId} and event.gid = ${gid} and event.stream = ${channel}
      and event.place between newest.low and newest.high
    left join event_who as who on who.workspace_id = event.workspace_id and who.id = event.who_id
    order by event.place desc limit ${compared}`.execute(getDb());
  const askedAt = rows[0]?.askedAt;
  return askedAt ? { gid, channel, events: asListed(rows.toReversed()), askedAt } : null;
}

/**
 * Has the cloud told what is stored, and between it nothing else? A list in which older events appear that were not there is
 * not the list that it was.
 */
export function goesOn(stored: RoomList, events: RoomList['events']): boolean {
  const known = new Map<string, number>();
  for (const { key } of stored.events) known.set(key, (known.get(key) ?? 0) + 1);
  const [oldest, newest] = [stored.events[0]?.time ?? '', stored.events.at(-1)?.time ?? ''];
  let met = 0;
  for (const { key, time } of events) {
    const count = known.get(key) ?? 0;
    known.set(key, count - 1);
    if (count > 0) met += 1;
    else if (time > oldest && time < newest) return false;
  }
  return met > 0;
}

/** Does the list hold everything that is stored from its oldest event on, and something of that at least? */
export function isPartOf(stored: RoomList, events: RoomList['events']): boolean {
  const known = new Map<string, number>();
  for (const { key } of events) known.set(key, (known.get(key) ?? 0) + 1);
  const oldest = events.map(({ time }) => time).sort()[0] ?? '';
  let met = 0;
  for (const { key, time } of stored.events) {
    const count = known.get(key) ?? 0;
    known.set(key, count - 1);
    if (count > 0) met += 1;
    else if (time > oldest) return false;
  }
  return met > 0;
}
