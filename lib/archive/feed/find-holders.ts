import { sql } from 'kysely';
import { type Scope, scopeOfConnection, scopeOfSession } from '@/lib/auth/scope';
import { idleMs } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';

/** `key`: of the row and its password, so that a new password makes another holder. */
type Holder = { workspace_id: string; id: string; key: string; kind: 'session' | 'connection' };

/** Without passwords in doubt: nothing may be sent with them. */
async function holders(workspaceId: string | null): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select holder.workspace_id, holder.id, holder.kind,
      holder.id || coalesce(encode(holder.credential, 'hex'), '') as key
    from (
      select workspace_id, session.id, credential, role, 'session' as kind, last_used_at as since, true as own
      from session join workspace on workspace.id = session.workspace_id
      where sealed_password is not null and expires_at > now() and last_used_at > now() - make_interval(secs => ${idleMs / 1_000})
      union all
      select workspace_id, connection.id, credential, connection.role, 'connection', '-infinity',
        (connection.account, connection.role) = (workspace.account, workspace.role)
      from connection join workspace on workspace.id = workspace_id
      where state = 'connected') as holder
    left join credential_doubt as doubt
      on (doubt.credential, doubt.role) = (holder.credential, holder.role) and doubt.state <> 'accepted'
    where doubt.credential is null and (${workspaceId}::uuid is null or holder.workspace_id = ${workspaceId}::uuid)
    order by holder.since desc, holder.own desc, holder.id`.execute(getDb());
  return rows;
}

/** Whether anything reads the cloud for this workspace now. */
export async function hasHolder(workspaceId: string): Promise<boolean> {
  return (await holders(workspaceId)).length > 0;
}

export async function livingHolders(): Promise<Map<string, string[]>> {
  const living = new Map<string, string[]>();
  for (const { workspace_id, key } of await holders(null)) {
    living.set(workspace_id, [...(living.get(workspace_id) ?? []), key]);
  }
  return living;
}

/** The scope of the session that was used last, else of the connection. Null if there is none. */
export async function scopeToFeed(workspaceId: string): Promise<{ scope: Scope; holder: string } | null> {
  for (const { id, key, kind } of await holders(workspaceId)) {
    const scope = kind === 'session' ? await scopeOfSession(id) : await scopeOfConnection(id);
    if (scope && !scope.inDoubt) return { scope, holder: key };
  }
  return null;
}
