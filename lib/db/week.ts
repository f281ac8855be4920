import { type RawBuilder, sql } from 'kysely';

/**
 * The week number that ends each index of `event` (migration 0045). Many events share a key and a week, and an index
 * stores equal entries once. With the instant, each index would be three to ten times as large.
 */
export function weekOf(instant: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`((((${instant}) at time zone 'UTC')::date - '2000-01-03'::date) / 7)`;
}

/** Order of time for one door, room or person. Without the week, the planner reads all events of the workspace. */
export function inTime(direction: 'asc' | 'desc', table = 'event'): RawBuilder<unknown> {
  const [at, id, order] = [sql.ref(`${table}.at`), sql.ref(`${table}.id`), sql.raw(direction)];
  return sql`${weekOf(at)} ${order}, ${at} ${order}, ${id} ${order}`;
}

/** The start of the hour of an instant. Five times as fast as `extract(epoch …)`, which computes with decimals. */
export function hourOf(instant: RawBuilder<unknown>): RawBuilder<Date> {
  return sql<Date>`date_bin('1 hour', ${instant}, 'epoch')`;
}
