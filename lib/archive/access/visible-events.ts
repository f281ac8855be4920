import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { findObstacle } from '@/lib/auth/find-obstacle';
import { mayEverywhere, mayIn } from '@/lib/auth/grants';
import { buildingsByDoor, devicesOf, gidsOf } from '@/lib/auth/own-channels';
import { isListedNow } from '@/lib/auth/read-callers';
import type { Scope, StandingScope } from '@/lib/auth/scope';
import type { RoomsApart } from '@/lib/db/tables/archive';
import type { BuildingCapability } from '@/lib/db/tables/members';
import type { ScopeChannel } from '@/lib/devices/channel';
import { DeskError } from '@/lib/errors';

type Doors = Pick<StandingScope, 'role' | 'grants' | 'channels' | 'cameras' | 'sharedGids'> & Entry;
type Who = Doors & Pick<StandingScope, 'workspaceId' | 'account' | 'todayStarts'>;
/** Part of a `Scope`. Work that was ordered in advance uses the device list as last read. */
type Entry = {
  readonly listIsFresh?: boolean;
  readonly callers?: Scope['callers'];
  readonly connectionId?: string;
  readonly freshIds?: ReadonlySet<string>;
};

/**
 * A condition on `event`: what this person may see of the archive. Every query of events begins with it.
 * At doors of a manager's connection they are all events. Elsewhere they are events that the cloud lists for the rooms of
 * the workspace: all, if the door's rooms are proven separate (`event_door.rooms_apart`); only those that name the account
 * itself, if that is unproven; otherwise none.
 * Throws the code of `hidesEvents` without a fresh device list, because a room may have been taken away since.
 */
export function visible(scope: Who): RawBuilder<SqlBool> {
  proveShown(scope);
  const ours = cutToGrants(scope, sql<SqlBool>`event.workspace_id = ${scope.workspaceId}`);
  if (!isMerged(scope))
    return scope.role === 'manager' ? ours : sql<SqlBool>`(${ours} and ${ofOwnRooms(scope)})`;
  const parts = accountsOf(scope).map((one) => ofOwnRooms({ ...scope, ...one }));
  return sql<SqlBool>`(${ours} and (${sql.join([ofWholeDoors(scope, 'event'), ...parts], sql` or `)}))`;
}

function ofOwnRooms(scope: Who): RawBuilder<SqlBool> {
  return sql<SqlBool>`(event.gid = any(${doorsThatAre(scope, ['proven', 'unproven'])})
    and ${ofOwnRoom(scope, 'event')}
    and (event.gid <> all(${doorsThatAre(scope, ['unproven'])}) or ${namesItself(scope)}))`;
}

function isMerged({ channels, cameras }: Pick<Doors, 'channels' | 'cameras'>): boolean {
  return [...channels, ...cameras].some(({ through }) => through !== undefined);
}

/** A manager's connection, with a fresh list, has this door. */
function isManaged(scope: Doors, channel: ScopeChannel): boolean {
  if (!channel.through) return scope.role === 'manager' && isListedNow(scope, channel);
  return channel.through.some(
    ({ role, connectionId }) => role === 'manager' && (scope.freshIds?.has(connectionId) ?? true),
  );
}

function managedGids(scope: Doors): string[] {
  return [...new Set(devicesOf(scope).flatMap((one) => (isManaged(scope, one) ? [one.gid] : [])))];
}

/** Doors of a manager's connection. In a manager's workspace also those that are gone from every list. */
function ofWholeDoors(scope: Who, table: 'event' | 'stretch'): RawBuilder<SqlBool> {
  const gid = sql.ref(`${table}.gid`);
  const listed = sql<SqlBool>`${gid} = any(${managedGids(scope)}::text[])`;
  if (scope.role !== 'manager') return listed;
  const gone = sql`array(select door.gid from door join event_door on event_door.workspace_id = door.workspace_id
    and event_door.gid = door.gid and event_door.manner = 'door'
    where door.workspace_id = ${scope.workspaceId} and not door.present)`;
  return sql<SqlBool>`(${listed} or ${gid} = any(${gone}))`;
}

/** Rooms that no manager's connection has, by the account that leads there. */
function accountsOf(scope: Who): Pick<Who, 'account' | 'channels'>[] {
  const managed = new Set(managedGids(scope));
  const rooms = scope.channels.filter((one) => !managed.has(one.gid) && isListedNow(scope, one));
  const byAccount = Map.groupBy(rooms, ({ through }) => through?.[0]?.account ?? scope.account);
  return [...byAccount].map(([account, channels]) => ({ account, channels }));
}

/**
 * A member sees the events that name a building of theirs, at the doors that it has now; where only today's may be seen, those
 * since midnight there. A device keeps its events when it moves, and they keep their building. At a door that serves another
 * building too, or did, an event must also name a room: without one it may belong to the other building.
 */
function cutToGrants(scope: Who, ours: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  if (mayEverywhere(scope, 'events')) return ours;
  const { whole, parts, mixed } = splitDoors(scope);
  const named = sql<SqlBool>`event.channel is not null`;
  const gid = sql.ref('event.gid');
  const seen = [
    sql<SqlBool>`(event.gid = any(${whole}::text[]) and event.building_name = any(${namesWith(scope, 'events')}::text[])
      and (${named} or not ${wasOfOthers(scope, 'events', gid)}))`,
  ];
  const foreign = wasOfOthers(scope, 'events-of-today', gid);
  for (const [building, gids] of parts) {
    const since = mayIn(scope, building, 'events') ? null : scope.todayStarts.get(building);
    if (since === undefined) continue;
    seen.push(sql<SqlBool>`(event.gid = any(${gids}::text[]) and event.building_name = ${building}
      and (${named} or (event.gid <> all(${mixed}::text[]) and not ${foreign}))
      and ${since ? sql`event.at >= ${since}` : sql`true`})`);
  }
  return sql<SqlBool>`(${ours} and (${sql.join(seen, sql` or `)}))`;
}

function namesWith({ grants }: Doors, capability: BuildingCapability): string[] {
  return (grants?.buildings ?? []).flatMap(({ name }) => (mayIn({ grants }, name, capability) ? [name] : []));
}

/** The door once served a building where the person lacks the capability. */
function wasOfOthers(
  scope: Who,
  capability: BuildingCapability,
  gid: RawBuilder<unknown>,
): RawBuilder<SqlBool> {
  if (mayEverywhere(scope, capability)) return sql`false`;
  const others = sql`workspace_id = ${scope.workspaceId}
    and building_name <> all(${namesWith(scope, capability)}::text[])`;
  // Uncorrelated, and apart from each other: the database computes each once per query.
  return sql<SqlBool>`(${gid} = any(array(select gid from room_channel where not present and ${others}))
    or ${gid} = any(array(select gid from former_building where ${others})))`;
}

/**
 * `whole`: doors of which all events may be seen. `parts`, by building: doors of which only the events of this building may be
 * seen, because the door serves another one too (`mixed`), or only today's.
 */
function splitDoors(scope: Doors): { whole: string[]; parts: Map<string, string[]>; mixed: string[] } {
  const whole: string[] = [];
  const parts = new Map<string, string[]>();
  const mixed: string[] = [];
  for (const [gid, buildings] of buildingsByDoor(scope)) {
    const isShared = scope.sharedGids.has(gid);
    if (!isShared && buildings.every((name) => mayIn(scope, name, 'events'))) {
      whole.push(gid);
      continue;
    }
    if (isShared || buildings.length > 1) mixed.push(gid);
    for (const name of buildings)
      if (mayIn(scope, name, 'events-of-today')) parts.set(name, [...(parts.get(name) ?? []), gid]);
  }
  return { whole, parts, mixed };
}

/** Doors of which all events may be seen. A list counts all its events, so where only some may be seen its count is hidden. */
export function isCounted(scope: Who, gid: RawBuilder<unknown>): RawBuilder<SqlBool> {
  if (mayEverywhere(scope, 'events')) return sql`true`;
  return sql`(${gid} = any(${splitDoors(scope).whole}::text[])
    and not ${wasOfOthers(scope, 'events', gid)})`;
}

/** Why events are hidden now; null: they are not. */
export function hidesEvents(scope: Entry): ReturnType<typeof findObstacle> {
  return findObstacle(scope);
}

function proveShown(scope: Entry): void {
  const obstacle = hidesEvents(scope);
  if (obstacle) throw new DeskError(obstacle);
}

/** Doors whose events a person may see. Cameras belong to no room, so only managers have them. */
export function eventDoorsOf(scope: Doors): string[] {
  const managed = isMerged(scope) ? new Set(managedGids(scope)) : null;
  const isManager = managed === null && scope.role === 'manager';
  const cameras = isManager ? scope.cameras : scope.cameras.filter(({ gid }) => managed?.has(gid));
  const rooms = managed ? scope.channels.filter((one) => isListedNow(scope, one)) : scope.channels;
  const doors = buildingsByDoor({ channels: rooms, cameras });
  return [...doors].flatMap(([gid, buildings]) =>
    buildings.some((name) => mayIn(scope, name, 'events-of-today')) ? [gid] : [],
  );
}

export function roomlessDoorsOf(scope: Doors, gids: readonly string[] = gidsOf(scope)): string[] {
  const read = new Set(eventDoorsOf(scope));
  return gids.filter((gid) => !read.has(gid));
}

/** Uncorrelated, so the database computes it once per query. */
function doorsThatAre({ workspaceId }: Who, found: readonly RoomsApart[]): RawBuilder<unknown> {
  return sql`array(
    select gid from event_door where workspace_id = ${workspaceId} and rooms_apart = any(${found}::text[]))`;
}

/** `coalesce` makes the planner look up each row. Otherwise it joins rooms and rows, and loses the order of an index. */
function ofOwnRoom({ channels }: Doors, table: 'event' | 'stretch'): RawBuilder<SqlBool> {
  const [gids, numbers] = [channels.map(({ gid }) => gid), channels.map(({ channel }) => channel)];
  return sql`coalesce((${sql.ref(`${table}.gid`)}, ${sql.ref(`${table}.channel`)}) in (
    select * from unnest(${gids}::text[], ${numbers}::bigint[])), false)`;
}

/** A condition on `event_stretch as stretch`. A row counts all events of one list, so that list must be shown in full. */
export function visibleList(scope: Who): RawBuilder<SqlBool> {
  return ownList(scope, ['proven']);
}

/** Also lists that are shown only in part. Do not show their counts and ends as they are. */
export function storedList(scope: Who): RawBuilder<SqlBool> {
  return ownList(scope, ['proven', 'unproven']);
}

function ownList(scope: Who, found: readonly RoomsApart[]): RawBuilder<SqlBool> {
  proveShown(scope);
  const listed = sql<SqlBool>`stretch.workspace_id = ${scope.workspaceId}`;
  const ours = sql<SqlBool>`(${listed} and ${isCounted(scope, sql.ref('stretch.gid'))})`;
  const ofRooms = (who: Who) =>
    sql<SqlBool>`(stretch.gid = any(${doorsThatAre(who, found)}) and ${ofOwnRoom(who, 'stretch')})`;
  if (!isMerged(scope))
    return scope.role === 'manager' ? ours : sql<SqlBool>`(${ours} and ${ofRooms(scope)})`;
  const parts = accountsOf(scope).map((one) => ofRooms({ ...scope, ...one }));
  return sql<SqlBool>`(${ours} and (${sql.join([ofWholeDoors(scope, 'stretch'), ...parts], sql` or `)}))`;
}

/** Master, shares and names prove nothing: the account chooses them, and a neighbour's code may have the same name. */
function namesItself({ workspaceId, account }: Who): RawBuilder<SqlBool> {
  return sql<SqlBool>`coalesce(event.who_id in (
    select id from event_who where workspace_id = ${workspaceId} and lower(event_who.account) = lower(${account})), false)`;
}

/** All events of the workspace are seen: at each door, the cloud is asked with a manager's account. */
export function seesWholeDoors(scope: Doors): boolean {
  return scope.role === 'manager' && !isMerged(scope);
}
