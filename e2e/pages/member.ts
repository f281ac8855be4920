import { createHash, randomBytes } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import type { Desk } from '@/lib/testing/desk';

/**
 * Accepts an invitation and signs in, without the page: `members-sign-in.e2e.ts` tests that. Returns the member's id.
 * The session is as one that began by a passkey.
 */
export async function acceptInvitation(
  desk: Pick<Desk, 'url' | 'settings'>,
  context: BrowserContext,
  address: string,
): Promise<string> {
  const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await database.connect();
  try {
    const token = randomBytes(32).toString('base64url');
    const { rows } = await database.query<{ id: string }>(
      `with link as (
         update member_link set used_at = now() where token_hash = $1 and used_at is null returning *
       ), made as (
         insert into member (name, sign_in_name, folded_sign_in_name, email, webauthn_id)
         select name, token_hash::text, token_hash::text, email, $2 from link returning id, name
       ), joined as (
         insert into membership (workspace_id, member_id, grants, invited_by)
         select link.workspace_id, made.id, link.grants, link.made_by from link, made
       ), entered as (
         insert into session (id, token_hash, workspace_id, actor, user_agent, network, way, member_id,
           created_at, last_used_at, expires_at)
         select gen_random_uuid(), $3, link.workspace_id, made.name, 'playwright', 'test', 'passkey', made.id,
           now(), now(), now() + interval '1 day'
         from link, made
       ) select id from made`,
      [hash(address.split('/').at(-1) ?? ''), randomBytes(32), hash(token)],
    );
    const [made] = rows;
    if (!made) throw new Error('the invitation does not work');
    const { NEXTAUTH_SECRET: secret = '' } = desk.settings;
    const value = await encode({ token: { sid: token }, secret, maxAge: 3_600 });
    await context.addCookies([{ name: 'next-auth.session-token', value, url: desk.url }]);
    return made.id;
  } finally {
    await database.end();
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest();
