import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Desk } from '@/lib/testing/desk';

/** Stores an invitation to an account's workspace as the desk does. Returns the token of its address. */
export async function addLink(
  desk: Pick<Desk, 'settings'>,
  { account, name, building }: { account: string; name: string; building?: string },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const grants = {
    workspace: [],
    everywhere: building ? [] : ['events', 'people'],
    buildings: building ? [{ name: building, capabilities: ['people', 'doorcodes'] }] : [],
  };
  await ask(
    desk,
    `insert into member_link (purpose, token_hash, workspace_id, name, grants, made_by, expires_at)
     select 'invitation', $1, id, $2, $3, account, now() + interval '1 day' from workspace where account = $4`,
    [createHash('sha256').update(token).digest(), name, JSON.stringify(grants), account],
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
