import type { Db } from '@/lib/db/client';

/** Events with the names in them. Citus joins tables only by the workspace too. */
export function selectNamedEvents(db: Db) {
  return db
    .selectFrom('event')
    .leftJoin('event_who', (join) =>
      join
        .onRef('event_who.workspace_id', '=', 'event.workspace_id')
        .onRef('event_who.id', '=', 'event.who_id'),
    );
}
