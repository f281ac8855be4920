import { sql } from 'kysely';
import { type Scope, scopeOfConsent, scopeOfSession } from '@/lib/auth/scope';
import { idleMs } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';

type Holder = { workspace_id: string; id: string; kind: 'session' | 'consent' };

async function holders(workspaceId: string | null): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select workspace_id, id, 'session' as kind, last_used_at as since from session
    where expires_at > now() and last_used_at > now() - make_interval(secs => ${idleMs / 1_000})
      and (${workspaceId}::uuid is null or workspace_id = ${workspaceId}::uuid)
    union all
    select workspace_id, id, 'consent', '-infinity' from archive_consent
    where sealed_password is not null
      and (${workspaceId}::uuid is null or workspace_id = ${workspaceId}::uuid)
    order by since desc`.execute(getDb());
  return rows;
}

/** Whose archive is to be kept going: of each workspace, its living sessions and its consent, by their ids. */
export async function livingHolders(): Promise<Map<string, string[]>> {
  const living = new Map<string, string[]>();
  for (const { workspace_id, id } of await holders(null)) {
    living.set(workspace_id, [...(living.get(workspace_id) ?? []), id]);
  }
  return living;
}

/** The scope to read with: of the session that was used last, or else of the consent. Null: nobody's any more. */
export async function scopeToFeed(workspaceId: string): Promise<{ scope: Scope; holder: string } | null> {
  for (const { id, kind } of await holders(workspaceId)) {
    const scope = kind === 'session' ? await scopeOfSession(id) : await scopeOfConsent(id);
    if (scope) return { scope, holder: id };
  }
  return null;
}
