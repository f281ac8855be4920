import { type Db, getDb } from '@/lib/db/client';
import { oidcSettings } from '../oidc-settings';
import { passkeySite } from './passkey-server';
import { countRecoveryCodes } from './recovery-code';

export type OwnPasskey = { id: string; name: string; createdAt: string; lastUsedAt: string | null };
export type OwnIdentity = { issuer: string; subject: string; createdAt: string };

export type OwnWays = {
  name: string;
  signInName: string;
  /** A recovery link was used, and the member has not yet kept one way only. */
  recoveredAt: string | null;
  passkeys: OwnPasskey[];
  /** False where browsers allow none: see `passkeySite`. */
  passkeysWork: boolean;
  /** Null: no password. */
  passwordSetAt: string | null;
  recoveryCodes: number;
  identities: OwnIdentity[];
  /** The host of the issuer that can be used; null: none is set. */
  issuer: string | null;
};

export async function loadOwnWays(memberId: string): Promise<OwnWays> {
  const db = getDb();
  const [member, passkeys, identities, recoveryCodes] = await Promise.all([
    db.selectFrom('member').selectAll().where('id', '=', memberId).executeTakeFirstOrThrow(),
    db
      .selectFrom('member_passkey')
      .select(['id', 'name', 'created_at', 'last_used_at'])
      .where('member_id', '=', memberId)
      .orderBy('created_at')
      .execute(),
    db.selectFrom('member_identity').selectAll().where('member_id', '=', memberId).execute(),
    countRecoveryCodes(db, memberId),
  ]);
  return {
    name: member.name,
    signInName: member.sign_in_name,
    recoveredAt: member.recovered_at?.toISOString() ?? null,
    passkeysWork: passkeySite() !== null,
    passkeys: passkeys.map(({ id, name, created_at, last_used_at }) => ({
      id,
      name,
      createdAt: created_at.toISOString(),
      lastUsedAt: last_used_at?.toISOString() ?? null,
    })),
    passwordSetAt: hasPassword(member) ? (member.password_set_at?.toISOString() ?? null) : null,
    recoveryCodes,
    identities: identities.map(({ issuer, subject, created_at }) => ({
      issuer,
      subject,
      createdAt: created_at.toISOString(),
    })),
    issuer: oidcSettings()?.host ?? null,
  };
}

function hasPassword(member: { password_hash: string | null; sealed_totp: Buffer | null }): boolean {
  return member.password_hash !== null && member.sealed_totp !== null;
}

const proofWays = ['passkey', 'totp', 'password', 'oidc'] as const;
export type ProofWay = (typeof proofWays)[number];

/** With which a member can show again who they are, the best first. */
export async function listProofWays(db: Db, memberId: string): Promise<ProofWay[]> {
  const row = await db
    .selectFrom('member')
    .select(['password_hash', 'sealed_totp'])
    .select((select) => [
      select
        .exists(select.selectFrom('member_passkey').select('id').whereRef('member_id', '=', 'member.id'))
        .as('hasPasskey'),
      select
        .exists(
          select
            .selectFrom('member_identity')
            .select('issuer')
            .whereRef('member_id', '=', 'member.id')
            .where('issuer', '=', oidcSettings()?.issuer ?? ''),
        )
        .as('hasIdentity'),
    ])
    .where('id', '=', memberId)
    .executeTakeFirst();
  if (!row) return [];
  const has = {
    passkey: Boolean(row.hasPasskey) && passkeySite() !== null,
    totp: hasPassword(row),
    password: hasPassword(row),
    oidc: Boolean(row.hasIdentity),
  };
  return proofWays.filter((way) => has[way]);
}
