import { type RawBuilder, sql } from 'kysely';

export type EventKey = { at: Date; id: number };

/** For `order by`. Although constant, `stream` must be named: otherwise the planner uses no index and sorts all events. */
export function byPlace(direction: 'asc' | 'desc'): RawBuilder<unknown> {
  return sql.raw(`stream ${direction}, place ${direction}`);
}
