import { sql } from 'kysely';
import { type Scope, scopeOfConsent, scopeOfSession } from '@/lib/auth/scope';
import { idleMs } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';

type Holder = { workspace_id: string; id: string; kind: 'session' | 'consent' };

/** Without passwords in doubt: nothing may be sent with them. */
async function holders(workspaceId: string | null): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select holder.workspace_id, holder.id, holder.kind from (
      select workspace_id, id, credential, 'session' as kind, last_used_at as since from session
      where expires_at > now() and last_used_at > now() - make_interval(secs => ${idleMs / 1_000})
      union all
      select workspace_id, id, credential, 'consent', '-infinity' from archive_consent
      where sealed_password is not null and refused_at is null) as holder
    left join credential_doubt as doubt on doubt.credential = holder.credential and doubt.state <> 'accepted'
    where doubt.credential is null and (${workspaceId}::uuid is null or holder.workspace_id = ${workspaceId}::uuid)
    order by holder.since desc`.execute(getDb());
  return rows;
}

export async function livingHolders(): Promise<Map<string, string[]>> {
  const living = new Map<string, string[]>();
  for (const { workspace_id, id } of await holders(null)) {
    living.set(workspace_id, [...(living.get(workspace_id) ?? []), id]);
  }
  return living;
}

/** The scope of the session that was used last, else of the consent. Null if there is none. */
export async function scopeToFeed(workspaceId: string): Promise<{ scope: Scope; holder: string } | null> {
  for (const { id, kind } of await holders(workspaceId)) {
    const scope = kind === 'session' ? await scopeOfSession(id) : await scopeOfConsent(id);
    if (scope && !scope.inDoubt) return { scope, holder: id };
  }
  return null;
}
