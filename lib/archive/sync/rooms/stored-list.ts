import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { asListed, type StoredEvent } from '../store/stored-event';
import type { RoomList } from './other-lists';

export type RoomOfWorkspace = { workspaceId: string; gid: string; channel: number };

const compared = 500;

export async function readStoredChannels(workspaceId: string, gid: string): Promise<number[]> {
  const { rows } = await sql<{ channel: number }>`
    select distinct channel from event_stretch
    where workspace_id = ${workspaceId} and gid = ${gid} and channel is not null and size > pruned`.execute(
    getDb(),
  );
  return rows.map(({ channel }) => channel);
}

export async function readStoredList({
  workspaceId,
  gid,
  channel,
}: RoomOfWorkspace): Promise<RoomList | null> {
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

/** False if older events appear that were not there before. */
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
