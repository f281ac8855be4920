import { type RawBuilder, sql } from 'kysely';

export type EventKey = { at: Date; id: number };

/** All have one stream. The planner uses the index behind "stream is null" only if `stream` is named; else it sorts all. */
export function byPlace(direction: 'asc' | 'desc'): RawBuilder<unknown> {
  return sql.raw(`stream ${direction}, place ${direction}`);
}
