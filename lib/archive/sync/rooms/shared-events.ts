import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { cloudDigest } from '@/lib/readings/findings';
import { isTimed } from '../list/align-lists';
import { asListed, type ListedEvent, type StoredEvent } from '../store/stored-event';
import type { RoomOfWorkspace } from './stored-list';

/** Fewer may be a coincidence: two rooms of a busy door may be called in the same second. */
const surely = 3;
/** Two lists of one account must share less than one in this many events of the shorter. */
const mostInCommon = 4;
/** This many people in both rooms in the same second are no coincidence; one cleaner may be. */
const mostPeople = 3;
const mostAccounts = 50;
/** Clocks differ by a day at most. */
const day = 86_400_000;

type Account = { workspaceId: string; account: string };

/**
 * The account whose list of another room holds events that this room's list brings; null if none. Compares stored events
 * of the account's other rooms, of other accounts' rooms, and those that managers found in other rooms' lists. `own`: the
 * account's rooms at the door. Its own openings may be in each of them.
 */
export async function findSharerOfEvents(
  { workspaceId, account }: Account,
  { gid, channel }: Pick<RoomOfWorkspace, 'gid' | 'channel'>,
  given: readonly ListedEvent[],
  own: readonly number[],
): Promise<string | null> {
  const events = given.filter((event) => event.account?.toLowerCase() !== account.toLowerCase());
  const times = events.filter(isTimed).map(({ time }) => time);
  const [from, to] = [times.reduce(least, times[0] ?? ''), times.reduce(most, times[0] ?? '')];
  if (from === '' || to === '') return null;
  const { rows } = await sql<StoredEvent & { workspaceId: string; room: number }>`
    select event.workspace_id as "workspaceId", coalesce(event.stream, event.channel) as room, event.type,
      event.time_text as "timeText", who.account, who.code_name as "codeName"
    from event left join event_who as who on who.workspace_id = event.workspace_id and who.id = event.who_id
    where event.workspace_id = any(array(
        select workspace_id from event_door ${everyWorkspace} where gid = ${gid} and (cloud = ${cloudDigest()} or workspace_id = ${workspaceId})
        order by (workspace_id = ${workspaceId}) desc, read_at desc nulls last limit ${mostAccounts}))
      and event.gid = ${gid} and event.trace is null
      and event.at between ${new Date(momentOf(from) - day)} and ${new Date(momentOf(to) + day)}
      and event.time_text = any(${[...new Set(events.map(({ timeText }) => timeText))]}::text[])
      and case when event.workspace_id = ${workspaceId} then event.stream <> ${channel}::bigint
        else (event.stream is not null or event.attribution = 'stream')
          and coalesce(event.stream, event.channel) <> all(${own}::bigint[]) end`.execute(getDb());
  const listed = asListed(rows).map(({ key }, index) => ({ key, ...pick(rows[index]) }));
  for (const [name, theirs] of Map.groupBy(listed, (row) => `${row.workspaceId} ${row.room}`)) {
    const shared = countShared(events, theirs);
    if (shared < surely) continue;
    const [whose = '', room] = name.split(' ');
    if (whose !== workspaceId) return whose;
    const inTime = await countBetween({ workspaceId, gid, channel: Number(room) }, from, to);
    if (shared * mostInCommon >= Math.min(inTime, events.length)) return workspaceId;
  }
  return null;
}

const least = (one: string, other: string) => (other < one ? other : one);
const most = (one: string, other: string) => (other > one ? other : one);
const momentOf = (time: string) => Date.parse(`${time.replace(' ', 'T')}Z`);

function pick(row: { workspaceId: string; room: number } | undefined) {
  return { workspaceId: row?.workspaceId ?? '', room: row?.room ?? 0 };
}

function countShared(events: readonly { key: string }[], theirs: readonly { key: string }[]): number {
  const left = new Map<string, number>();
  for (const { key } of events) left.set(key, (left.get(key) ?? 0) + 1);
  let shared = 0;
  for (const { key } of theirs) {
    const count = left.get(key) ?? 0;
    if (count > 0) shared += 1;
    left.set(key, count - 1);
  }
  return shared;
}

async function countBetween(
  { workspaceId, gid, channel }: RoomOfWorkspace,
  from: string,
  to: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from event
    where workspace_id = ${workspaceId} and gid = ${gid} and stream = ${channel}::bigint
      and wall between ${from}::timestamp and ${to}::timestamp`.execute(getDb());
  return rows[0]?.count ?? 0;
}

/** Compares all stored events of the door. */
export async function haveTooMuchInCommon({ workspaceId, account }: Account, gid: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with mine as materialized (
      select stream, type, time_text, coalesce(who_id, 0) as who, count(*) as times from event
      where workspace_id = ${workspaceId} and gid = ${gid} and stream is not null and trace is null
        and coalesce(who_id not in (
          select id from event_who where workspace_id = ${workspaceId} and lower(account) = lower(${account})), true)
      group by 1, 2, 3, 4
    ), lists as (select stream, sum(times) as size from mine group by stream),
    shared as (
      select one.stream as one, other.stream as other, who, least(one.times, other.times) as times
      from mine as one join mine as other using (type, time_text, who)
      where one.stream < other.stream
    ), pairs as (select one, other, sum(times) as times from shared group by 1, 2)
    select exists (
      select from pairs join lists as one on one.stream = pairs.one join lists as other on other.stream = pairs.other
      where times >= ${surely} and times * ${mostInCommon} >= least(one.size, other.size))
      or (select count(distinct who) from shared where who <> 0) >= ${mostPeople} as found`.execute(getDb());
  return rows[0]?.found ?? false;
}
