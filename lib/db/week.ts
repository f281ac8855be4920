import { type RawBuilder, sql } from 'kysely';

/**
 * The number of an instant's week, by which the indexes of `event` end (migration 0045). Many events have the same key
 * and week, and an index stores equal entries once. The instant itself would make each index three to ten times as large.
 */
export function weekOf(instant: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`((((${instant}) at time zone 'UTC')::date - '2000-01-03'::date) / 7)`;
}

/**
 * The order of time for events of one door, room or person. With the week in front an index gives it, and no more than a
 * week of events is sorted. Without it the planner would read all events of the workspace in the order of time.
 */
export function inTime(direction: 'asc' | 'desc', table = 'event'): RawBuilder<unknown> {
  const [at, id, order] = [sql.ref(`${table}.at`), sql.ref(`${table}.id`), sql.raw(direction)];
  return sql`${weekOf(at)} ${order}, ${at} ${order}, ${id} ${order}`;
}
