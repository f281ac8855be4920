import { randomUUID } from 'node:crypto';
import { recordAudit } from '@/lib/audit/record';
import { type Db, getDb } from '@/lib/db/client';
import type { Secret } from '@/lib/doordeer/secret';
import { seal } from './vault';

/** "Keep the archive going while I am signed out": given, never given, or stopped because the cloud refused the password. */
export type ConsentState =
  | { state: 'none' }
  | { state: 'given'; since: string }
  | { state: 'refused'; since: string; at: string };

export async function readConsent(workspaceId: string): Promise<ConsentState> {
  const row = await getDb()
    .selectFrom('archive_consent')
    .select(['given_at', 'refused_at'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!row) return { state: 'none' };
  const since = row.given_at.toISOString();
  return row.refused_at
    ? { state: 'refused', since, at: row.refused_at.toISOString() }
    : { state: 'given', since };
}

/** Seals the password for this purpose alone, and for this row: it opens for no session and no other account. */
export async function giveConsent(who: {
  workspaceId: string;
  actor: string;
  password: Secret;
}): Promise<void> {
  const id = randomUUID();
  const row = {
    id,
    actor: who.actor,
    sealed_password: seal('archive-password', id, who.password),
    given_at: new Date(),
    refused_at: null,
  };
  await getDb()
    .insertInto('archive_consent')
    .values({ workspace_id: who.workspaceId, ...row })
    .onConflict((on) => on.column('workspace_id').doUpdateSet(row))
    .execute();
}

/** Deletes the row, sealed password and all. Every feeder looks once a second whether what it reads with is still there. */
export async function withdrawConsent(workspaceId: string): Promise<boolean> {
  const gone = await getDb()
    .deleteFrom('archive_consent')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** The cloud does not take the password any more: it is deleted, and the settings page says so. No consent: nothing. */
export async function refuseConsent(db: Db, id: string): Promise<void> {
  const refused = await db
    .updateTable('archive_consent')
    .set({ sealed_password: null, refused_at: new Date() })
    .where('id', '=', id)
    .where('sealed_password', 'is not', null)
    .returning(['workspace_id', 'actor'])
    .executeTakeFirst();
  if (!refused) return;
  const workspace = await db
    .selectFrom('workspace')
    .select(['account', 'role'])
    .where('id', '=', refused.workspace_id)
    .executeTakeFirst();
  await recordAudit(db, {
    workspaceId: refused.workspace_id,
    actor: refused.actor,
    account: workspace?.account ?? refused.actor,
    role: workspace?.role ?? null,
    action: 'settings.archive-consent-refused',
    subject: workspace?.account ?? '',
    outcome: 'refused',
    detail: { code: 'wrong-password' },
  }).catch(() => {});
}
