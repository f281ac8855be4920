import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { gidsOf, type StandingScope } from '@/lib/auth/scope';
import type { RoomsApart } from '@/lib/db/tables/archive';

type Doors = Pick<StandingScope, 'role' | 'channels' | 'cameras'>;
type Who = Doors & Pick<StandingScope, 'workspaceId' | 'account'>;

/**
 * What of the archive this person may see, as a condition on `event`. Every query of events begins with it.
 *
 * A manager sees the whole archive of the workspace. Everybody else sees events that the cloud lists for one of their own
 * rooms: all of them at doors whose rooms are told apart (`event_door.rooms_apart`); where that is not proven, those
 * that name the account's own people; else none. All this as it is at the time of the query.
 */
export function visible(scope: Who): RawBuilder<SqlBool> {
  const ours = sql<SqlBool>`event.workspace_id = ${scope.workspaceId}`;
  if (scope.role === 'manager') return ours;
  return sql<SqlBool>`(${ours} and event.gid = any(${doorsThatAre(scope, ['proven', 'unproven'])})
    and ${ofOwnRoom(scope, 'event')}
    and (event.gid <> all(${doorsThatAre(scope, ['unproven'])}) or ${namesOwnPeople(scope)}))`;
}

/** Doors of which a person may see events, each once: a camera of the house belongs to no room. */
export function eventDoorsOf(scope: Doors): string[] {
  if (scope.role === 'manager') return gidsOf(scope);
  return [...new Set(scope.channels.map(({ gid }) => gid))];
}

/** An array of the doors of which this was found: the database works it out once a query. */
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
 * Which rows of `event_stretch as stretch` a person may see: they count events of one list and tell its ends, so those alone
 * of lists of which all events are shown.
 */
export function visibleList(scope: Who): RawBuilder<SqlBool> {
  return ownList(scope, ['proven']);
}

/** The same with lists of which a person is perhaps shown a part only: their counts and ends are not to be shown as they are. */
export function storedList(scope: Who): RawBuilder<SqlBool> {
  return ownList(scope, ['proven', 'unproven']);
}

function ownList(scope: Who, found: readonly RoomsApart[]): RawBuilder<SqlBool> {
  const ours = sql<SqlBool>`stretch.workspace_id = ${scope.workspaceId}`;
  if (scope.role === 'manager') return ours;
  return sql<SqlBool>`(${ours} and stretch.gid = any(${doorsThatAre(scope, found)}) and ${ofOwnRoom(scope, 'stretch')})`;
}

const doorcodeEvent = 2;

/**
 * Does a row of `event` name the account's own people? The account itself; the master and the sub-masters that the cloud
 * tells for the room of the event; a doorcode that the account made at this door, within its window. A former sub-master
 * counts for the time in which Doordesk saw the share; a former master does not, since nothing tells until when they
 * were one.
 */
function namesOwnPeople({ workspaceId, account, channels }: Who): RawBuilder<SqlBool> {
  const [gids, numbers] = [channels.map(({ gid }) => gid), channels.map(({ channel }) => channel)];
  return sql<SqlBool>`(coalesce((event.gid, event.channel, event.who_id) in (
      select own.gid, own.channel, who.id from event_who as who join (
        select gid, channel, ${account}::text as account
          from unnest(${gids}::text[], ${numbers}::bigint[]) as room (gid, channel)
        union all select gid, channel, master from master_reading
          where workspace_id = ${workspaceId} and master is not null and read_at is not null
        union all select gid, channel, sub_master from share
          where workspace_id = ${workspaceId} and gone_at is null
      ) as own on lower(own.account) = lower(who.account)
      where who.workspace_id = ${workspaceId}), false)
    or exists (
      select from event_who as who join share on share.workspace_id = who.workspace_id
        and lower(share.sub_master) = lower(who.account)
      where who.workspace_id = ${workspaceId} and who.id = event.who_id and share.gid = event.gid
        and share.channel = event.channel and event.at between share.first_seen_at and share.gone_at)
    or event.type = ${doorcodeEvent} and exists (
      select from event_who as who join doorcode as code on code.workspace_id = who.workspace_id
        and code.name = who.code_name
      where who.workspace_id = ${workspaceId} and who.id = event.who_id and who.account is null
        and btrim(code.name) <> '' and code.gid = event.gid and event.at >= code.from_at
        and event.at <= least(code.to_at, code.gone_at)))`;
}
