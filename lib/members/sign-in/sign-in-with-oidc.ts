import { recordAudit } from '@/lib/audit/record';
import { confirmSession } from '@/lib/auth/confirm-identity';
import { readClient } from '@/lib/auth/scope-entry';
import { findSession, type Session } from '@/lib/auth/session';
import { type Db, getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { oidcSettings } from '../oidc-settings';
import { acceptWithIdentity } from './accept-invitation';
import { claimWays } from './claim-ways';
import type { Claims } from './oidc-client';
import { takeIntent } from './oidc-intent';
import {
  type Client,
  type MemberSignIn,
  openMemberSession,
  recordMemberRefusal,
} from './open-member-session';

export type OidcAnswer =
  | { kind: 'session'; result: MemberSignIn }
  /** The session stays as it is. */
  | { kind: 'page'; path: string };

type Identity = { issuer: string; subject: string };

/** How many seconds the issuer's clock may differ. */
const clockSeconds = 60;

/** After next-auth has verified the ID token. `cookie`: of the intent. `token`: of the session in this browser. */
export async function answerOidc(
  claims: Claims,
  { client, cookie, token }: { client: Client; cookie: string | undefined; token: string | null },
): Promise<OidcAnswer> {
  const settings = oidcSettings();
  const identity = { issuer: claims.iss.replace(/\/+$/, ''), subject: claims.sub };
  if (identity.issuer !== settings?.issuer)
    return { kind: 'session', result: { ok: false, code: 'issuer-failed' } };
  const intent = await takeIntent(cookie);
  if (!intent) return { kind: 'session', result: await signInWithIdentity(identity, client) };
  if (intent.intent === 'invite')
    return {
      kind: 'session',
      result: await acceptWithIdentity({ ...intent, linkId: intent.subject, identity, client }),
    };
  const session = token ? await findSession(token, { touch: false }) : null;
  const answer = (code: ErrorCode | null): OidcAnswer => ({
    kind: 'page',
    path: code ? `/settings?${new URLSearchParams({ refused: code })}` : intent.back,
  });
  if (!session?.memberId || session.id !== intent.subject) return answer('signed-out');
  const owner = { ...session, memberId: session.memberId };
  if (intent.intent === 'link') return answer(await linkIdentity(owner, identity));
  return answer(await confirmWithIdentity(owner, identity, { claims, begunAt: intent.begunAt }));
}

function findHolder(db: Db, { issuer, subject }: Identity) {
  return db
    .selectFrom('member_identity')
    .select('member_id as memberId')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

async function signInWithIdentity(identity: Identity, client: Client): Promise<MemberSignIn> {
  const holder = await findHolder(getDb(), identity);
  if (holder) return openMemberSession({ ...client, memberId: holder.memberId, way: 'oidc' });
  await recordMemberRefusal(null, { code: 'identity-unknown', way: 'oidc' });
  return { ok: false, code: 'identity-unknown' };
}

type OwnSession = Session & { memberId: string };

async function linkIdentity(session: OwnSession, { issuer, subject }: Identity): Promise<ErrorCode | null> {
  const { id: sessionId, memberId } = session;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      await claimWays(trx, { memberId, sessionId });
      await trx
        .insertInto('member_identity')
        .values({ issuer, subject, member_id: memberId })
        .onConflict((on) => on.doNothing())
        .execute();
    });
  const holder = await findHolder(getDb(), { issuer, subject });
  const code = holder?.memberId === session.memberId ? null : 'identity-taken';
  await record(session, { action: 'sign-in.link-identity', subject: issuer }, code);
  return code;
}

/** An issuer that leaves out when the person showed who they are has not been asked to ask them. */
async function confirmWithIdentity(
  session: OwnSession,
  identity: Identity,
  { claims, begunAt }: { claims: Claims; begunAt: Date },
): Promise<ErrorCode | null> {
  const holder = await findHolder(getDb(), identity);
  const since = begunAt.getTime() / 1_000 - clockSeconds;
  const isFresh = typeof claims.auth_time === 'number' && claims.auth_time >= since;
  const isOwn = holder?.memberId === session.memberId;
  const code = isOwn ? (isFresh ? null : 'issuer-failed') : 'identity-unknown';
  if (!code) await confirmSession(session.id);
  await record(session, { action: 'sessions.confirm-identity', subject: session.actor }, code);
  return code;
}

async function record(
  session: OwnSession,
  deed: { action: string; subject: string },
  code: ErrorCode | null,
): Promise<void> {
  await recordAudit(getDb(), {
    workspaceId: session.workspaceId,
    actor: session.actor,
    memberId: session.memberId,
    ...(await readClient()),
    account: session.account,
    role: session.role,
    ...deed,
    outcome: code ? 'refused' : 'done',
    detail: { way: 'oidc', ...(code ? { code } : {}) },
  });
}
