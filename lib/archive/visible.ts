import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { gidsOf, type StandingScope } from '@/lib/auth/scope';

type Who = Pick<StandingScope, 'workspaceId' | 'role' | 'channels' | 'cameras'>;

/**
 * What of the archive this person may see, as a condition on `event`. Every query of events begins with it.
 *
 * A manager sees the whole archive of the workspace. Everybody else sees events that the cloud lists for one of their own
 * rooms, at doors whose rooms are told apart (`event_door.rooms_apart`), as both are at the time of the query.
 */
export function visible(scope: Who): RawBuilder<SqlBool> {
  const ours = sql<SqlBool>`event.workspace_id = ${scope.workspaceId}`;
  if (scope.role === 'manager') return ours;
  return sql<SqlBool>`(${ours} and event.gid = any(${doorsTold(scope)}) and ${ofOwnRoom(scope, 'event')})`;
}

/** Doors of which a person may see events, each once: a camera of the house belongs to no room. */
export function eventDoorsOf(scope: Who): string[] {
  if (scope.role === 'manager') return gidsOf(scope);
  return [...new Set(scope.channels.map(({ gid }) => gid))];
}

/** An array of the doors at which rooms are told apart: the database works it out once a query. */
function doorsTold({ workspaceId }: Who): RawBuilder<unknown> {
  return sql`array(
    select gid from event_door where workspace_id = ${workspaceId} and rooms_apart in ('proven', 'assumed'))`;
}

/**
 * Is a row's room the person's own? Without `coalesce` the planner would join rooms and rows, and give up the order in which
 * an index has these; so it looks each row up.
 */
function ofOwnRoom({ channels }: Who, table: 'event' | 'stretch'): RawBuilder<SqlBool> {
  const [gids, numbers] = [channels.map(({ gid }) => gid), channels.map(({ channel }) => channel)];
  return sql`coalesce((${sql.ref(`${table}.gid`)}, ${sql.ref(`${table}.channel`)}) in (
    select * from unnest(${gids}::text[], ${numbers}::bigint[])), false)`;
}

/** The same condition on `event_stretch as stretch`, which counts events of one list. */
export function visibleList(scope: Who): RawBuilder<SqlBool> {
  const ours = sql<SqlBool>`stretch.workspace_id = ${scope.workspaceId}`;
  if (scope.role === 'manager') return ours;
  return sql<SqlBool>`(${ours} and stretch.gid = any(${doorsTold(scope)}) and ${ofOwnRoom(scope, 'stretch')})`;
}
