import { type RawBuilder, sql } from 'kysely';

/** Where an event stands in time; the id separates those of one instant. */
export type EventKey = { at: Date; id: number };

/**
 * The order of one list's events, or of its traces, as `order by` takes it. All of them have the same stream; it is named
 * all the same, since the planner takes an order from an index behind "stream is null" only so. By the place only, it
 * would sort all that a door ever gave, for each reading of it.
 */
export function byPlace(direction: 'asc' | 'desc'): RawBuilder<unknown> {
  return sql.raw(`stream ${direction}, place ${direction}`);
}
