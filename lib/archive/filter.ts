import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { devicesOf, gidsOf, type StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { Database } from '@/lib/db/schema';
import { wallToInstant } from '@/lib/devices/time-zone';
import { likePattern } from './fold';
import { type EventsQuery, otherTypes } from './schema';

type EventExpressions = ExpressionBuilder<Database, 'event'>;
export type EventFilter = Pick<
  EventsQuery,
  'building' | 'door' | 'room' | 'type' | 'q' | 'from' | 'to' | 'zone'
>;
export const noFilter: EventFilter = {
  building: [],
  door: [],
  room: [],
  type: [],
  q: '',
  from: undefined,
  to: undefined,
  zone: 'building',
};

/** A name that occurs in more events than this is better looked for while walking back through time. */
const fewNames = 2_000;

/**
 * What of the archive this person may see. It belongs to a workspace, which is one vendor account: what the cloud told
 * this account is this account's. A manager sees all of it; anybody else loses what was attributed to a room that is no
 * longer his, and doors where he has no room any more.
 */
export function visible(scope: StandingScope, events: EventExpressions) {
  const ours = events('event.workspace_id', '=', scope.workspaceId);
  if (scope.role === 'manager') return ours;
  const channels = devicesOf(scope);
  return events.and([
    ours,
    sql<SqlBool>`event.gid = any(${gidsOf(scope)}::text[])`,
    events.or([
      events('event.channel', 'is', null),
      sql<SqlBool>`(event.gid, event.channel) in (select * from unnest(${channels.map(({ gid }) => gid)}::text[], ${channels.map(({ channel }) => channel)}::bigint[]))`,
    ]),
  ]);
}

/** The filter as a condition on `event`, or null when it is clear beforehand that nothing can match. */
export async function filterEvents(scope: StandingScope, filter: EventFilter) {
  const names = filter.q === '' ? null : await findNames(scope, filter.q);
  if (names?.length === 0) return null;
  return (events: EventExpressions) => {
    const terms: Expression<SqlBool>[] = [visible(scope, events)];
    if (filter.building.length > 0)
      terms.push(sql<SqlBool>`event.building_name = any(${filter.building}::text[])`);
    if (filter.door.length > 0) terms.push(sql<SqlBool>`event.gid = any(${filter.door}::text[])`);
    if (filter.room.length > 0) terms.push(inRooms(scope, filter.room));
    if (filter.type.length > 0) terms.push(ofTypes(events, filter.type));
    terms.push(...duringTime(events, filter));
    if (names === 'many')
      terms.push(
        sql<SqlBool>`exists (select from event_who where event_who.workspace_id = event.workspace_id and event_who.id = event.who_id and event_who.folded like ${likePattern(filter.q)})`,
      );
    else if (names) terms.push(sql<SqlBool>`event.who_id = any(${names}::bigint[])`);
    return events.and(terms);
  };
}

/** Names that hold the text: looked up first, since the planner cannot know how many events a substring means. */
async function findNames(scope: StandingScope, text: string): Promise<number[] | 'many'> {
  const found = await getDb()
    .selectFrom('event_who')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where('folded', 'like', likePattern(text))
    .limit(fewNames + 1)
    .execute();
  return found.length > fewNames ? 'many' : found.map(({ id }) => id);
}

function inRooms(scope: StandingScope, rooms: readonly string[]) {
  const channels = scope.channels.filter((channel) => rooms.includes(channel.roomKey));
  return sql<SqlBool>`(event.gid, event.channel) in (select * from unnest(${channels.map(({ gid }) => gid)}::text[], ${channels.map(({ channel }) => channel)}::bigint[]))`;
}

function ofTypes(events: EventExpressions, types: EventFilter['type']) {
  const named = types.filter((type) => type !== otherTypes).map(Number);
  const terms: Expression<SqlBool>[] = [sql<SqlBool>`event.type = any(${named}::bigint[])`];
  if (types.includes(otherTypes)) terms.push(sql<SqlBool>`(event.type < 0 or event.type > 5)`);
  return events.or(terms);
}

const DAY = 86_400_000;

function duringTime(events: EventExpressions, { from, to, zone }: EventFilter) {
  const terms: Expression<SqlBool>[] = [];
  const start = from ? wallText(from, 'start') : null;
  const end = to ? wallText(to, 'end') : null;
  if (zone !== 'building') {
    if (start) terms.push(events('event.at', '>=', instantOf(zone, start)));
    if (end) terms.push(events('event.at', '<', instantOf(zone, end)));
    return terms;
  }
  // Each building's own clock: the wall time decides. No clock is more than a day from UTC, which the index can use.
  if (start)
    terms.push(events('event.wall', '>=', start), events('event.at', '>=', new Date(utcOf(start) - DAY)));
  if (end) terms.push(events('event.wall', '<', end), events('event.at', '<', new Date(utcOf(end) + DAY)));
  return terms;
}

/** The range's edge as `YYYY-MM-DD HH:MM:SS`; its end is the first second that no longer belongs to it. */
function wallText(moment: string, edge: 'start' | 'end'): string {
  const whole = moment.length === 10 ? `${moment}T00:00:00` : moment.length === 16 ? `${moment}:00` : moment;
  const unit = moment.length === 10 ? DAY : moment.length === 16 ? 60_000 : 1_000;
  const time = Date.parse(`${whole}Z`) + (edge === 'end' ? unit : 0);
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

function utcOf(wall: string): number {
  return Date.parse(`${wall.replace(' ', 'T')}Z`);
}

function instantOf(zone: string, wall: string): Date {
  const [date = '', time = ''] = wall.split(' ');
  return wallToInstant({ name: zone, source: 'chosen' }, { date, time })?.instant ?? new Date(utcOf(wall));
}
