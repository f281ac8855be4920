import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { cloudDigest } from '@/lib/readings/findings';
import { isTimed } from '../list/align-lists';
import { asListed, type ListedEvent, type StoredEvent } from '../store/stored-event';

export type RoomList = { gid: string; channel: number; events: readonly ListedEvent[]; askedAt: Date };

/** `same`: it is also another room's list, or the door's. `apart`: it lacks events of these. `open`: neither is proven. */
export type Finding = {
  kind: 'same' | 'apart' | 'open';
  /** Proven by rooms, not by numbers: a manager found these events in the list of another room, or of this one. */
  certain: boolean;
  sharedWith?: string;
};

/** Fewer events may be a coincidence, or reported late by the door. */
const surely = 3;
/** A room's own list must lack at least one in this many of the door's events. */
const mostOfDoor = 20;
/** At most one in this many of the shared events may have no known room. */
const mostUnknown = 10;
/** Only this many of a list's newest events are compared, with this many events of this many other lists. */
const newest = 200;
const mostEvents = 1_000;
const mostLists = 12;
const day = 86_400_000;

type OtherList = { workspaceId: string; stream: number | null; rooms: number };

/**
 * Compares a room's list with those stored for other accounts of this cloud. Only the finding leaves this file, none of
 * their events.
 * Events between the list's ends count if they were stored before the list was asked for, so a later event proves nothing.
 * `own`: the account's rooms at the door. Lists of these rooms prove nothing about each other, because other accounts may
 * have the same rooms.
 */
export async function compareWithOthers(
  workspaceId: string,
  given: RoomList,
  own: readonly number[],
): Promise<Finding> {
  const open = { kind: 'open', certain: false } as const;
  const inOrder = given.events.filter(isTimed).toSorted((a, b) => (a.time < b.time ? -1 : 1));
  const list = { ...given, events: inOrder.slice(-newest) };
  const [from, to] = [list.events[0]?.time, list.events.at(-1)?.time];
  if (from === undefined || to === undefined) return open;
  let found: Finding = open;
  for (const other of await othersAt(workspaceId, list.gid, own)) {
    const theirs = await eventsOf(other, list, { from, to });
    const finding =
      other.stream === null ? compareWithDoor(list, theirs, other) : compareWithRoom(list, theirs);
    if (finding.kind === 'same') {
      if (finding.certain && other.stream !== null) return { ...finding, sharedWith: other.workspaceId };
      if (finding.certain) return finding;
      found = finding;
    } else if (finding.kind === 'apart' && (found.kind === 'open' || finding.certain)) {
      if (found.kind !== 'same') found = finding;
    }
  }
  return found;
}

/** First the whole doors' lists of managers, then lists of other rooms with the newest events. */
async function othersAt(workspaceId: string, gid: string, own: readonly number[]): Promise<OtherList[]> {
  const { rows } = await sql<OtherList>`
    select stretch.workspace_id as "workspaceId", stretch.channel as stream,
      (select count(*) from room_channel as room
        where room.workspace_id = stretch.workspace_id and room.gid = ${gid} and room.present) as rooms
    from event_door as door ${everyWorkspace}
    join workspace on workspace.id = door.workspace_id
    join event_stretch as stretch on stretch.workspace_id = door.workspace_id and stretch.gid = door.gid
    where door.gid = ${gid} and door.cloud = ${cloudDigest()} and door.workspace_id <> ${workspaceId}
      and stretch.size > stretch.pruned and not stretch.aside
      and (stretch.channel is null and workspace.role = 'manager' or stretch.channel <> all(${own}::bigint[]))
    group by stretch.workspace_id, stretch.channel
    order by stretch.channel is null desc, max(stretch.newest_at) desc, stretch.workspace_id, stretch.channel
    limit ${mostLists}`.execute(getDb());
  return rows;
}

type Theirs = ListedEvent & { room: number | null };

async function eventsOf(
  other: OtherList,
  { gid, askedAt }: RoomList,
  { from, to }: { from: string; to: string },
): Promise<Theirs[]> {
  const { rows } = await sql<StoredEvent & { room: number | null }>`
    select event.type, event.time_text as "timeText", event.trace, who.account,
      case when event.attribution = 'stream' then event.channel end as room,
      who.code_name as "codeName"
    from event left join event_who as who on who.workspace_id = event.workspace_id and who.id = event.who_id
    where event.workspace_id = ${other.workspaceId} and event.gid = ${gid}
      and event.stream is not distinct from ${other.stream}::bigint
      and event.archived_at < ${askedAt} and event.fit <> 'invalid'
      and event.at between ${new Date(momentOf(from) - day)} and ${new Date(momentOf(to) + day)}
    order by event.at desc, event.id desc limit ${mostEvents}`.execute(getDb());
  return asListed(rows)
    .map((event, index) => ({ ...event, room: rows[index]?.room ?? null }))
    .filter((event) => isTimed(event) && event.time >= from && event.time <= to);
}

const momentOf = (time: string) => Date.parse(`${time.replace(' ', 'T')}Z`);

/** The account whose list of another room shares events, else null. Old parts count: they may be of a whole door. */
export async function findSharer(
  workspaceId: string,
  { gid, channel }: Pick<RoomList, 'gid' | 'channel'>,
  own: readonly number[],
): Promise<string | null> {
  const others = await othersAt(workspaceId, gid, own);
  for (const other of others) {
    const ofRoom =
      other.stream === null
        ? sql`event.stream is null and event.attribution = 'stream' and event.channel <> all(${own}::bigint[])`
        : sql`event.stream = ${other.stream}::bigint`;
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from (
        select distinct mine.at, mine.id
        from event as mine
        left join event_who as my on my.workspace_id = mine.workspace_id and my.id = mine.who_id
        join (
          select event.type, event.time_text, who.account, who.code_name
          from event left join event_who as who on who.workspace_id = event.workspace_id and who.id = event.who_id
          where event.workspace_id = ${other.workspaceId} and event.gid = ${gid} and event.trace is null and ${ofRoom}
        ) as theirs on theirs.type = mine.type and theirs.time_text = mine.time_text
          and theirs.account is not distinct from my.account and theirs.code_name is not distinct from my.code_name
        where mine.workspace_id = ${workspaceId} and mine.gid = ${gid} and mine.stream = ${channel}::bigint
          and mine.trace is null
        limit ${surely}
      ) as shared`.execute(getDb());
    if ((rows[0]?.count ?? 0) >= surely) return other.workspaceId;
  }
  return null;
}

function compareWithRoom(list: RoomList, theirs: readonly Theirs[]): Finding {
  const shared = sharedWith(list, theirs).length;
  const lacking = theirs.length - shared;
  const [first, last] = [theirs.at(-1)?.time ?? '', theirs[0]?.time ?? ''];
  const mine = list.events.filter(({ time }) => time >= first && time <= last).length;
  if (shared >= surely && shared * 2 >= Math.min(theirs.length, mine)) return { kind: 'same', certain: true };
  return { kind: lacking >= surely && shared === 0 ? 'apart' : 'open', certain: false };
}

/**
 * A room's list is part of the door's, and not nearly all of it. Both are equal if the manager knows only one room there,
 * or only this room's people came. Proof of a door's list is events that the manager's list has of other rooms.
 */
function compareWithDoor(list: RoomList, theirs: readonly Theirs[], { rooms }: OtherList): Finding {
  const shared = sharedWith(list, theirs);
  const lacking = theirs.length - shared.length;
  const foreign = shared.filter(({ room }) => room !== null && room !== list.channel).length;
  const proper = shared.filter(({ room }) => room === list.channel).length;
  if (foreign >= surely) return { kind: 'same', certain: true };
  const isPart = lacking >= surely && lacking * mostOfDoor >= theirs.length;
  // The manager learns the rooms of events over time, so the newest have none yet.
  const isRoom = proper >= surely && proper * mostUnknown >= shared.length * (mostUnknown - 1);
  if (isPart) return { kind: foreign === 0 ? 'apart' : 'open', certain: foreign === 0 && isRoom };
  return { kind: rooms > 1 && shared.length >= surely && lacking < surely ? 'same' : 'open', certain: false };
}

function sharedWith(list: RoomList, theirs: readonly Theirs[]): Theirs[] {
  const left = new Map<string, number>();
  for (const { key } of list.events) left.set(key, (left.get(key) ?? 0) + 1);
  return theirs.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
}
