import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { cloudDigest } from '@/lib/readings/findings';
import { isTimed } from '../list/align-lists';
import { asListed, type ListedEvent, type StoredEvent } from '../store/stored-event';

/** One room's list, or a part of it in which nothing is missing, as the cloud gave it at `askedAt`. */
export type RoomList = { gid: string; channel: number; events: readonly ListedEvent[]; askedAt: Date };

/**
 * What the lists of other accounts at the same door say of a room's list. `same`: it is also another room's list or the whole
 * door's. `apart`: it lacks events that these have. `open`: neither is proven.
 */
export type Finding = {
  kind: 'same' | 'apart' | 'open';
  /** By rooms and not by numbers: a manager found these events in the list of another room, or of this one. */
  certain: boolean;
  /** Of `same`: the account whose room's list it is as well. */
  sharedWith?: string;
};

/** So many events are no coincidence, and not one that a door reported late. */
const surely = 3;
/** Of the whole door's events, at least one in so many must be missing from a room's own list. */
const mostOfDoor = 20;
/** Of the events that both lists have, at most one in so many may be of no known room. */
const mostUnknown = 10;
/** A list's newest events are compared, with so many of each other list in that time, and with so many lists. */
const newest = 200;
const mostEvents = 1_000;
const mostLists = 12;
/** No two clocks are further apart: instants only narrow down what is looked at. */
const day = 86_400_000;

type OtherList = { workspaceId: string; stream: number | null; rooms: number };

/**
 * Compares a room's list with what is stored of the same door for other accounts of this cloud. Only the finding leaves this
 * file: no event of theirs is given to the account. A list lacks what was stored for others before it was asked for and
 * lies between its ends; so an event that has come since proves nothing. `own`: the account's own rooms at the door,
 * whose lists prove nothing of each other, for other accounts have them as well.
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

/** Whole doors' lists where managers have them, then lists of other rooms of the door, those with the newest events first. */
async function othersAt(workspaceId: string, gid: string, own: readonly number[]): Promise<OtherList[]> {
  const { rows } = await sql<OtherList>`
    select stretch.workspace_id as "workspaceId", stretch.channel as stream,
      (select count(*) from room_channel as room
        where room.workspace_id = stretch.workspace_id and room.gid = ${gid} and room.present) as rooms
    from event_door as door
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

/** `room`: the room whose own list the manager found it in. */
type Theirs = ListedEvent & { room: number | null };

/** Of another list, what lies between a list's ends and was stored before that was asked for. */
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

/**
 * The account in whose list of another room are events that a stored list holds as well; null: there is none. All of the
 * list is compared, not only its newest events: an older part may be from a time in which the cloud gave whole doors.
 */
export async function findSharer(
  workspaceId: string,
  { gid, channel }: Pick<RoomList, 'gid' | 'channel'>,
  own: readonly number[],
): Promise<string | null> {
  const others = await othersAt(workspaceId, gid, own);
  for (const other of others) {
    // Of a whole door's list, what the manager found in the list of another room.
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

/** Lists of two rooms have next to nothing in common. */
function compareWithRoom(list: RoomList, theirs: readonly Theirs[]): Finding {
  const shared = sharedWith(list, theirs).length;
  const lacking = theirs.length - shared;
  const [first, last] = [theirs.at(-1)?.time ?? '', theirs[0]?.time ?? ''];
  const mine = list.events.filter(({ time }) => time >= first && time <= last).length;
  if (shared >= surely && shared * 2 >= Math.min(theirs.length, mine)) return { kind: 'same', certain: true };
  return { kind: lacking >= surely && shared === 0 ? 'apart' : 'open', certain: false };
}

/**
 * A room's list is part of the whole door's, and not nearly all of it. Where the door has one room as far as its manager
 * knows, or only this room's people came and went, both are equal and yet a room's own: a cloud that gives
 * whole doors by events that the manager's list has of other rooms.
 */
function compareWithDoor(list: RoomList, theirs: readonly Theirs[], { rooms }: OtherList): Finding {
  const shared = sharedWith(list, theirs);
  const lacking = theirs.length - shared.length;
  const foreign = shared.filter(({ room }) => room !== null && room !== list.channel).length;
  const proper = shared.filter(({ room }) => room === list.channel).length;
  if (foreign >= surely) return { kind: 'same', certain: true };
  const isPart = lacking >= surely && lacking * mostOfDoor >= theirs.length;
  // The manager finds out by and by which events are in which room's list; the newest are never known yet.
  const isRoom = proper >= surely && proper * mostUnknown >= shared.length * (mostUnknown - 1);
  if (isPart) return { kind: foreign === 0 ? 'apart' : 'open', certain: foreign === 0 && isRoom };
  return { kind: rooms > 1 && shared.length >= surely && lacking < surely ? 'same' : 'open', certain: false };
}

/** Those of their events that are in the list as well, twins one for one. */
function sharedWith(list: RoomList, theirs: readonly Theirs[]): Theirs[] {
  const left = new Map<string, number>();
  for (const { key } of list.events) left.set(key, (left.get(key) ?? 0) + 1);
  return theirs.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
}
