import { sql } from 'kysely';
import { hidesEvents, visible } from '@/lib/archive/access/visible-events';
import { mayIn } from '@/lib/auth/grants';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

const doorcodeEvent = 2;

export type CodeUses = {
  gid: string;
  name: string;
  /** Of the events that Doordesk has read and this person may see. */
  count: number;
  first: string | null;
  last: string | null;
  /** Another code of this name was valid at this door at the same time, so its uses may be counted too. */
  mixed: boolean;
};

/** True if a code has a period that events can be compared with. */
export const isPeriod = sql<boolean>`(not window_unreadable and from_at is not null and to_at is not null and from_at < to_at)`;

/**
 * How often this doorcode opened its door, within its period, also after it was revoked. Events name a code and not its
 * digits. Null: not this account's, or events are not shown now.
 */
export async function findUses(scope: Scope, id: string): Promise<CodeUses | null> {
  const { workspaceId } = scope;
  if (hidesEvents(scope)) return null;
  const { rows } = await sql<{
    gid: string;
    channel: number;
    name: string;
    since: Date | null;
    until: Date | null;
    mixed: boolean;
  }>`
    select code.*, exists (
      select from doorcode where workspace_id = ${workspaceId} and btrim(doorcode.name) = code.name
        and doorcode.gid = code.gid and doorcode.id <> ${id}
        and (not ${isPeriod} or code.since is null or (from_at < code.until and to_at > code.since))) as mixed
    from (
      select gid, channel, btrim(name) as name, case when ${isPeriod} then from_at end as since,
        case when ${isPeriod} then to_at end as until
      from doorcode where workspace_id = ${workspaceId} and id = ${id}) as code`.execute(getDb());
  const [code] = rows;
  // Today's events only would look as if the code had not been used before.
  const room = code && channelOf(scope, code);
  if (!code || (room && !mayIn(scope, room.buildingName, 'events'))) return null;
  const { gid, name, mixed } = code;
  const none = { gid, name, count: 0, first: null, last: null, mixed };
  if (name === '') return none;
  const whos = await getDb()
    .selectFrom('event_who')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('code_name', '=', name)
    .execute();
  if (whos.length === 0) return none;
  const { rows: found } = await sql<{ count: number; first: Date | null; last: Date | null }>`
    select count(*)::int as count, min(event.at) as first, max(event.at) as last from event
    where ${visible(scope)} and event.who_id = any(${whos.map((who) => who.id)}::bigint[])
      and event.gid = ${gid} and event.type = ${doorcodeEvent} and event.fit <> 'invalid'
      and (event.channel is null or event.channel = ${code.channel}::bigint)
      and event.at >= coalesce(${code.since}::timestamptz, '-infinity')
      and event.at <= coalesce(${code.until}::timestamptz, 'infinity')`.execute(getDb());
  const { count = 0, first = null, last = null } = found[0] ?? {};
  return { ...none, count, first: first?.toISOString() ?? null, last: last?.toISOString() ?? null };
}
