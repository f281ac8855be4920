import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Desk } from '@/lib/testing/desk';

/**
 * Stores an invitation to an account's workspace, or a recovery link of the member with this name, as the desk does. Returns
 * the token of its address.
 */
export async function addLink(
  desk: Pick<Desk, 'settings'>,
  {
    account,
    name,
    building,
    purpose = 'invitation',
    ended = null,
  }: {
    account: string;
    name: string;
    building?: string;
    purpose?: 'invitation' | 'recovery';
    ended?: 'used' | 'revoked' | 'expired' | null;
  },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const grants = {
    workspace: [],
    everywhere: building ? [] : ['events', 'people'],
    buildings: building ? [{ name: building, capabilities: ['people', 'doorcodes'] }] : [],
  };
  await ask(
    desk,
    `insert into member_link (purpose, token_hash, workspace_id, member_id, name, grants, made_by, created_at, expires_at,
       used_at, revoked_at)
     select $5, $1, id, (select member.id from member join membership on membership.member_id = member.id
       where $5 = 'recovery' and member.name = $2 and membership.workspace_id = workspace.id), $2, $3, account,
       now() - interval '2 days', now() + case when $6 = 'expired' then -1 else 1 end * interval '1 day',
       case when $6 = 'used' then now() end, case when $6 = 'revoked' then now() end
     from workspace where account = $4`,
    [createHash('sha256').update(token).digest(), name, JSON.stringify(grants), account, purpose, ended],
  );
  return token;
}

export async function countMembers(desk: Pick<Desk, 'settings'>, name: string): Promise<number> {
  return (await ask(desk, 'select id from member where name = $1', [name])) ?? 0;
}

async function ask(desk: Pick<Desk, 'settings'>, text: string, values: unknown[]): Promise<number | null> {
  const client = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query(text, values)).rowCount;
  } finally {
    await client.end();
  }
}
