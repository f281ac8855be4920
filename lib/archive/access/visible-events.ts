import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { gidsOf, type StandingScope } from '@/lib/auth/scope';
import type { RoomsApart } from '@/lib/db/tables/archive';
import { DeskError } from '@/lib/errors';

type Doors = Pick<StandingScope, 'role' | 'channels' | 'cameras'>;
type Who = Doors & Pick<StandingScope, 'workspaceId' | 'account'> & Entry;
/** Of a `Scope`. Work that was ordered in advance goes by the list as last read. */
type Entry = { readonly listIsFresh?: boolean };

/**
 * What of the archive this person may see, as a condition on `event`. Every query of events begins with it.
 *
 * A manager sees the whole archive of the workspace. Everybody else sees events that the cloud lists for one of their own
 * rooms: all of them at doors whose rooms are proven separate (`event_door.rooms_apart`); where that is not proven, those
 * that name the account itself; else none. All this as it is at the time of the query.
 *
 * Throws `cloud-list-outdated` without a fresh device list: a room may have been taken away since.
 */
export function visible(scope: Who): RawBuilder<SqlBool> {
  if (hidesEvents(scope)) throw new DeskError('cloud-list-outdated');
  const ours = sql<SqlBool>`event.workspace_id = ${scope.workspaceId}`;
  if (scope.role === 'manager') return ours;
  return sql<SqlBool>`(${ours} and event.gid = any(${doorsThatAre(scope, ['proven', 'unproven'])})
    and ${ofOwnRoom(scope, 'event')}
    and (event.gid <> all(${doorsThatAre(scope, ['unproven'])}) or ${namesItself(scope)}))`;
}

/** Are events kept from this person until the device list has been read again? */
export function hidesEvents({ listIsFresh = true }: Entry): boolean {
  return !listIsFresh;
}

/** Doors of which a person may see events, each once: a camera of the house belongs to no room. */
export function eventDoorsOf(scope: Doors): string[] {
  if (scope.role === 'manager') return gidsOf(scope);
  return [...new Set(scope.channels.map(({ gid }) => gid))];
}

/** The doors of this person's list of which no events are read. */
export function roomlessDoorsOf(scope: Doors, gids: readonly string[] = gidsOf(scope)): string[] {
  const read = new Set(eventDoorsOf(scope));
  return gids.filter((gid) => !read.has(gid));
}

/** An array of the doors with one of these verdicts. The database computes it once per query. */
function doorsThatAre({ workspaceId }: Who, found: readonly RoomsApart[]): RawBuilder<unknown> {
  return sql`array(
    select gid from event_door where workspace_id = ${workspaceId} and rooms_apart = any(${found}::text[]))`;
}

/**
 * Is a row's room the person's own? Without `coalesce` the planner would join rooms and rows, and give up the order in which
 * an index has these; so it looks each row up.
 */
function ofOwnRoom({ channels }: Doors, table: 'event' | 'stretch'): RawBuilder<SqlBool> {
  const [gids, numbers] = [channels.map(({ gid }) => gid), channels.map(({ channel }) => channel)];
  return sql`coalesce((${sql.ref(`${table}.gid`)}, ${sql.ref(`${table}.channel`)}) in (
    select * from unnest(${gids}::text[], ${numbers}::bigint[])), false)`;
}

/**
 * Which rows of `event_stretch as stretch` a person may see. A row counts the events of one list and gives its ends,
 * so only lists that are shown in full.
 */
export function visibleList(scope: Who): RawBuilder<SqlBool> {
  return ownList(scope, ['proven']);
}

/** The same, with lists that may be shown only in part: their counts and ends must not be shown as they are. */
export function storedList(scope: Who): RawBuilder<SqlBool> {
  return ownList(scope, ['proven', 'unproven']);
}

function ownList(scope: Who, found: readonly RoomsApart[]): RawBuilder<SqlBool> {
  if (hidesEvents(scope)) throw new DeskError('cloud-list-outdated');
  const ours = sql<SqlBool>`stretch.workspace_id = ${scope.workspaceId}`;
  if (scope.role === 'manager') return ours;
  return sql<SqlBool>`(${ours} and stretch.gid = any(${doorsThatAre(scope, found)}) and ${ofOwnRoom(scope, 'stretch')})`;
}

/**
 * Does a row of `event` name the account itself? Nothing else proves that the event belongs to the room. The account
 * itself chooses its master, shares and doorcode names, so it could make a neighbour one of its people, and a
 * neighbour's code may have the same name.
 */
function namesItself({ workspaceId, account }: Who): RawBuilder<SqlBool> {
  return sql<SqlBool>`coalesce(event.who_id in (
    select id from event_who where workspace_id = ${workspaceId} and lower(event_who.account) = lower(${account})), false)`;
}
