import { randomUUID } from 'node:crypto';
import { recordAudit } from '@/lib/audit/record';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Secret } from '@/lib/doordeer/secret';
import { seal } from '@/lib/vault';
import { credentialOf } from './credential';
import { consentSeal } from './sealed-password';

/**
 * "Read events while I am signed out". `parked`: the cloud refused the password for good. It stays sealed and unused
 * until the person signs in or removes it. `refused`: an older version deleted it for that reason.
 */
export type ConsentState =
  | { state: 'none' }
  | { state: 'given'; since: string }
  | { state: 'parked' | 'refused'; since: string; at: string };

export async function readConsent(workspaceId: string): Promise<ConsentState> {
  const row = await getDb()
    .selectFrom('archive_consent')
    .select(['given_at', 'refused_at', 'sealed_password'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!row) return { state: 'none' };
  const since = row.given_at.toISOString();
  if (!row.refused_at) return { state: 'given', since };
  return { state: row.sealed_password ? 'parked' : 'refused', since, at: row.refused_at.toISOString() };
}

type Giver = { workspaceId: string; account: string; actor: string; password: Secret };

/** Seals the password for this consent only: it opens for no session and no other account. */
export async function giveConsent(who: Giver): Promise<void> {
  const row = { actor: who.actor, given_at: databaseDate(), ...sealedFor(who) };
  await getDb()
    .insertInto('archive_consent')
    .values({ workspace_id: who.workspaceId, ...row })
    .onConflict((on) => on.column('workspace_id').doUpdateSet(row))
    .execute();
}

function sealedFor({ workspaceId, account, password }: Giver) {
  const id = randomUUID();
  return {
    id,
    sealed_password: seal(consentSeal({ id, workspaceId, account }), password),
    credential: credentialOf(account, password),
    refused_at: null,
  };
}

/** At sign-in, a consent continues with the password just accepted. Without a consent, nothing is kept. */
export async function renewConsent(db: Db, who: Giver): Promise<void> {
  const row = sealedFor(who);
  await db
    .updateTable('archive_consent')
    .set({ actor: who.actor, ...row })
    .where('workspace_id', '=', who.workspaceId)
    .where('sealed_password', 'is not', null)
    .where((where) =>
      where.or([
        where('refused_at', 'is not', null),
        where('credential', 'is distinct from', row.credential),
      ]),
    )
    .execute();
}

/** Deletes the sealed password too. Background reading checks once a second that its consent exists. */
export async function withdrawConsent(workspaceId: string): Promise<boolean> {
  const gone = await getDb()
    .deleteFrom('archive_consent')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** The cloud refuses this password for good: reading stops, and the settings page says so. */
export async function parkConsents(
  db: Db,
  which: { workspaceId: string; credential: Buffer } | { id: string },
): Promise<void> {
  let query = db
    .updateTable('archive_consent')
    .set({ refused_at: databaseDate() })
    .where('refused_at', 'is', null);
  if ('id' in which) query = query.where('id', '=', which.id);
  else query = query.where('workspace_id', '=', which.workspaceId).where('credential', '=', which.credential);
  const parked = await query.returning(['workspace_id', 'actor']).execute();
  for (const consent of parked) {
    const workspace = await db
      .selectFrom('workspace')
      .select(['account', 'role'])
      .where('id', '=', consent.workspace_id)
      .executeTakeFirst();
    await recordAudit(db, {
      workspaceId: consent.workspace_id,
      actor: consent.actor,
      account: workspace?.account ?? consent.actor,
      role: workspace?.role ?? null,
      action: 'settings.archive-consent-refused',
      subject: workspace?.account ?? '',
      outcome: 'refused',
      detail: { code: 'wrong-password' },
    }).catch(() => {});
  }
}
