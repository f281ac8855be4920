import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import type { Database } from '@/lib/db/schema';
import { wallToInstant, zoneName, zoneOffset } from '@/lib/devices/time-zone';
import { likePattern } from '@/lib/text/fold-text';
import { visible } from '../access/visible-events';
import { type FoundNames, type FoundText, findText } from './found-text';
import { type EventsQuery, otherTypes } from './schema';

export type EventExpressions = ExpressionBuilder<Database, 'event'>;
export type EventFilter = Pick<
  EventsQuery,
  'building' | 'door' | 'room' | 'type' | 'q' | 'hour' | 'weekday' | 'from' | 'to' | 'zone'
>;
/** Newest first by default. */
export type EventOrder = Partial<Pick<EventsQuery, 'dir'>>;
export const noFilter: EventFilter = {
  building: [],
  door: [],
  room: [],
  type: [],
  q: '',
  hour: [],
  weekday: [],
  from: undefined,
  to: undefined,
  zone: 'building',
};

/** The filter as a condition on `event`; null if nothing can match. */
export async function filterEvents(
  scope: StandingScope,
  filter: EventFilter,
  names: Promise<FoundText> = findText(scope, filter),
) {
  return conditionOf(scope, filter, await names);
}

/** `runLimited` is for queries that stop at a limit: each event looks its name up. Else the planner joins all names. */
export function conditionOf(
  scope: StandingScope,
  filter: EventFilter,
  found: FoundText,
  { runLimited = false } = {},
) {
  if (found?.names.length === 0 && found.doors.length === 0) return null;
  return (events: EventExpressions) => {
    const terms: Expression<SqlBool>[] = [visible(scope)];
    if (filter.building.length > 0) terms.push(inBuildings(filter.building));
    if (filter.door.length > 0) terms.push(oneOf('gid', filter.door, 'text'));
    if (filter.room.length > 0) terms.push(inRooms(scope, filter.room));
    if (filter.type.length > 0) terms.push(ofTypes(events, filter.type));
    terms.push(...duringTime(events, filter), ...inHours(filter));
    if (found) {
      const { names, doors } = found;
      const either = names.length === 0 ? [] : [ofNames(scope, names, { text: filter.q, runLimited })];
      if (doors.length > 0) either.push(oneOf('gid', doors, 'text'));
      terms.push(events.or(either));
    }
    return events.and(terms);
  };
}

type Named = { text: string; runLimited: boolean };

function ofNames({ workspaceId }: StandingScope, names: FoundNames, named: Named) {
  return names === 'many' ? isNamed(workspaceId, named) : oneOf('who_id', names, 'bigint');
}

/** Citus refuses a subquery that takes the workspace from the event. */
function isNamed(workspaceId: string, { text, runLimited }: Named) {
  const own = sql`event_who.workspace_id = ${workspaceId} and event_who.id = event.who_id`;
  const has = sql`event_who.folded like ${likePattern(text)}`;
  return runLimited
    ? sql<SqlBool>`coalesce((select ${has} from event_who where ${own}), false)`
    : sql<SqlBool>`exists (select from event_who where ${own} and ${has})`;
}

function channelsOf(scope: StandingScope, rooms: readonly string[]) {
  return scope.channels.filter((channel) => rooms.includes(channel.roomKey));
}

/** One value becomes an equation: then an index can return events in order of time. */
function oneOf(
  column: 'gid' | 'type' | 'who_id' | 'wall_hour' | 'utc_hour',
  values: readonly unknown[],
  type: string,
) {
  const [name, of] = [sql.ref(`event.${column}`), sql.raw(type)];
  return values.length === 1
    ? sql<SqlBool>`${name} = ${values[0]}::${of}`
    : sql<SqlBool>`${name} = any(${values}::${of}[])`;
}

/** An index holds the hash. Two names may share a hash, so the name is compared too. */
function inBuildings(names: readonly string[]) {
  const hashes =
    names.length === 1
      ? sql`= hashtext(${names[0]})`
      : sql`= any(array[${sql.join(names.map((name) => sql`hashtext(${name})`))}])`;
  return sql<SqlBool>`(event.building_hash ${hashes} and event.building_name = any(${names}::text[]))`;
}

function inRooms(scope: StandingScope, rooms: readonly string[]) {
  const channels = channelsOf(scope, rooms);
  const [only] = channels;
  if (only && channels.length === 1)
    return sql<SqlBool>`(event.gid = ${only.gid} and event.channel = ${only.channel}::bigint)`;
  return sql<SqlBool>`(event.gid, event.channel) in (select * from unnest(${channels.map(({ gid }) => gid)}::text[], ${channels.map(({ channel }) => channel)}::bigint[]))`;
}

function ofTypes(events: EventExpressions, types: EventFilter['type']) {
  const named = types.filter((type) => type !== otherTypes).map(Number);
  const terms: Expression<SqlBool>[] = named.length > 0 ? [oneOf('type', named, 'bigint')] : [];
  if (types.includes(otherTypes)) terms.push(sql<SqlBool>`(event.type < 0 or event.type > 5)`);
  return events.or(terms);
}

const DAY = 86_400_000;

function inHours(filter: EventFilter): Expression<SqlBool>[] {
  const slots = hoursOfWeek(filter);
  if (slots === null) return [];
  if (filter.zone === 'building') return [oneOf('wall_hour', slots, 'smallint')];
  const local = localTime(filter.zone);
  return [
    // A cheap first condition that excludes most events: converting a time zone costs a microsecond each.
    oneOf('utc_hour', utcHours(slots, filter.zone), 'smallint'),
    sql<SqlBool>`((extract(isodow from ${local})::int - 1) * 24 + extract(hour from ${local})::int) = any(${slots}::int[])`,
  ];
}

export function hoursOfWeek({ hour, weekday }: Pick<EventFilter, 'hour' | 'weekday'>): number[] | null {
  if (hour.length === 0 && weekday.length === 0) return null;
  const [hours, days] = [new Set(hour.map(Number)), new Set(weekday.map(Number))];
  return Array.from({ length: 168 }, (_, slot) => slot).filter(
    (slot) =>
      (hours.size === 0 || hours.has(slot % 24)) && (days.size === 0 || days.has(Math.floor(slot / 24) + 1)),
  );
}

/** A zone's offset varies over the years, so several UTC hours match one local hour. */
function utcHours(slots: readonly number[], zone: string): number[] {
  const { least, most } = offsetsOf(zone);
  const hours = new Set<number>();
  for (const slot of slots)
    for (let offset = least; offset <= most; offset += 1) hours.add((slot - offset + 336) % 168);
  return [...hours];
}

const knownOffsets = new Map<string, { least: number; most: number }>();

function offsetsOf(zone: string): { least: number; most: number } {
  const known = knownOffsets.get(zone);
  if (known) return known;
  const HOUR = 3_600_000;
  const offsets = Array.from({ length: 280 }, (_, index) => zoneOffset(zone, index * 91 * DAY) / HOUR);
  const found = { least: Math.floor(Math.min(...offsets)) - 1, most: Math.ceil(Math.max(...offsets)) + 1 };
  if (knownOffsets.size < 1_000) knownOffsets.set(zone, found);
  return found;
}

/** PostgreSQL reads `+08:00` as west of Greenwich, and CET without daylight saving time: use intervals and full names. */
export function localTime(zone: string) {
  const name = zoneName(zone);
  return /^[+-]/.test(name)
    ? sql`(event.at at time zone ${name}::interval)`
    : sql`(event.at at time zone ${name})`;
}

/** An event's wall time by the filter's zone; null if its time is unreadable and buildings' clocks count. */
export function clockOf(zone: string) {
  return zone === 'building' ? sql`event.wall` : localTime(zone);
}

function duringTime(events: EventExpressions, { from, to, zone }: EventFilter) {
  const terms: Expression<SqlBool>[] = [];
  // An event without a readable time lies in no range.
  if ((from || to) && zone !== 'building') terms.push(events('event.wall', 'is not', null));
  if (from) {
    const { wall, instant, exact } = edgeOf(from, 'start', zone);
    terms.push(events('event.at', '>=', instant));
    if (!exact) terms.push(sql<SqlBool>`${clockOf(zone)} >= ${wall}::timestamp`);
  }
  if (to) {
    const { wall, instant, exact } = edgeOf(to, 'end', zone);
    terms.push(events('event.at', '<', instant));
    if (!exact) terms.push(sql<SqlBool>`${clockOf(zone)} < ${wall}::timestamp`);
  }
  return terms;
}

export function instantsOf({ from, to, zone }: Pick<EventFilter, 'from' | 'to' | 'zone'>) {
  return {
    start: from ? edgeOf(from, 'start', zone).instant : null,
    end: to ? edgeOf(to, 'end', zone).instant : null,
  };
}

// PostgreSQL has no year 0, and a computed start may lie before the year 1.
const firstMoment = Date.parse('0001-01-01T00:00:00Z');

/**
 * One edge of a range; an end is the first second after it. `wall` is `YYYY-MM-DD HH:MM:SS`.
 * Not `exact`: the instant lies a day outside, and the wall time decides. This holds for buildings' own clocks, each
 * within a day of UTC, and for a wall time that a zone skips or repeats.
 */
export function edgeOf(moment: string, side: 'start' | 'end', zone: string) {
  const whole = moment.length === 10 ? `${moment}T00:00:00` : moment.length === 16 ? `${moment}:00` : moment;
  const unit = moment.length === 10 ? DAY : moment.length === 16 ? 60_000 : 1_000;
  const time = Math.max(firstMoment, Date.parse(`${whole}Z`) + (side === 'end' ? unit : 0));
  const text = new Date(time).toISOString().replace(/^\+0/, '').replace('.000Z', '');
  const [date = '', clock = ''] = text.split('T');
  const met =
    zone === 'building' ? null : wallToInstant({ name: zone, source: 'chosen' }, { date, time: clock });
  const wall = `${date} ${clock}`;
  if (met?.fit === 'exact') return { wall, instant: met.instant, exact: true };
  return { wall, instant: new Date(time + (side === 'start' ? -DAY : DAY)), exact: false };
}
