import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { buildingCapabilities, type Grants, workspaceCapabilities } from '@/lib/db/tables/members';
import { presets } from '@/lib/members/roster/presets';
import type { Desk } from '@/lib/testing/desk';
import type { Person } from './own-property';

/** As the preset gives it for one building. */
export function caretakerOf(building: string): Grants {
  return {
    workspace: [],
    everywhere: [],
    buildings: [{ name: building, capabilities: [...presets.caretaker.building] }],
  };
}

const everything: Grants = {
  workspace: [...workspaceCapabilities],
  everywhere: [...buildingCapabilities],
  buildings: [],
};

/** Signs a new member in who has just shown who they are. Without the sign-in page. `grants`: all, if left out. */
export async function enterMember(
  desk: Desk,
  context: BrowserContext,
  { of, name, grants = everything }: { of: Person; name: string; grants?: Grants },
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
      JSON.stringify(grants),
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

/** The newest vendor session of this account looks at the desk as the member with this name. */
export async function seeAs(desk: Desk, { of, name }: { of: Person; name: string }): Promise<void> {
  await query(
    desk,
    `update session set views_as = member.id
     from workspace, member join membership on membership.member_id = member.id
     where workspace.account = $1 and membership.workspace_id = workspace.id and member.name = $2
       and session.id = (select id from session as newest where newest.workspace_id = workspace.id
         and newest.member_id is null order by newest.created_at desc limit 1)`,
    [of.account, name],
  );
}

/** The member with this name also belongs to a workspace of which nothing else is known. */
export async function joinElsewhere(desk: Desk, name: string): Promise<void> {
  await query(
    desk,
    `with other as (
       insert into workspace (id, account, role) values (gen_random_uuid(), $2, 'manager') returning id
     )
     insert into membership (workspace_id, member_id, grants, invited_by)
     select other.id, member.id, '{"workspace": [], "everywhere": ["events"], "buildings": []}', 'test'
     from other, member where member.name = $1`,
    [name, `${randomUUID()}@elsewhere.example`],
  );
}

/** As if the cloud had refused the password of the account's connection for good. */
export async function parkConnection(desk: Desk, of: Person): Promise<void> {
  await query(desk, `update connection set state = 'parked', parked_at = now() where account = $1`, [
    of.account,
  ]);
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
