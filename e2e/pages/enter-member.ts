import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { buildingCapabilities, workspaceCapabilities } from '@/lib/db/tables/members';
import type { Desk } from '@/lib/testing/desk';
import type { Person } from './own-property';

/** Signs a new member in who may do everything, and who has just shown who they are. Without the sign-in page. */
export async function enterMember(
  desk: Desk,
  context: BrowserContext,
  { of, name }: { of: Person; name: string },
): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  await query(
    desk,
    `with made as (
       insert into member (name, sign_in_name, folded_sign_in_name, webauthn_id) values ($1, $2, $2, $3) returning id
     ), own as (select id from workspace where account = $4), joined as (
       insert into membership (workspace_id, member_id, grants, invited_by)
       select own.id, made.id, $5, 'test' from own, made
     )
     insert into session (id, token_hash, workspace_id, actor, member_id, user_agent, network, created_at, last_used_at,
       expires_at, reauthenticated_at)
     select $6, $7, own.id, $1, made.id, 'e2e', 'test', now(), now(), now() + interval '1 day', now() from own, made`,
    [
      name,
      `${name}-${randomUUID()}`.toLowerCase(),
      randomBytes(32),
      of.account,
      JSON.stringify({ workspace: workspaceCapabilities, everywhere: buildingCapabilities, buildings: [] }),
      randomUUID(),
      createHash('sha256').update(token).digest(),
    ],
  );
  const value = await encode({
    token: { sid: token },
    secret: desk.settings.NEXTAUTH_SECRET ?? '',
    maxAge: 24 * 3_600,
  });
  await context.addCookies([{ name: 'next-auth.session-token', value, url: desk.url, httpOnly: true }]);
}

/** What ends more than `above` things, and all that always needs it, waits for a second member from now on. */
export async function requireApproval(desk: Desk, of: Person, above: number): Promise<void> {
  await query(
    desk,
    `insert into workspace_setting (workspace_id, second_approval, approval_above)
     select id, true, $2 from workspace where account = $1`,
    [of.account, above],
  );
}

async function query(desk: Desk, text: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await client.connect();
  await client.query(text, values);
  await client.end();
}
