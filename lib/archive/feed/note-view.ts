import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

/** Looks closer together than this count as one, because a page that refreshes itself must not write each time. */
const sameLookSeconds = 15;

/** Notes that these doors are on a user's screen. The feeder of any process then reads them more often. */
export async function noteView(scope: Scope, gids: readonly string[]): Promise<void> {
  if (gids.length === 0) return;
  await sql`
    update event_door set looked_at = now()
    where workspace_id = ${scope.workspaceId} and gid = any(${[...gids]}::text[])
      and (looked_at is null or looked_at < now() - make_interval(secs => ${sameLookSeconds}))`.execute(
    getDb(),
  );
}
