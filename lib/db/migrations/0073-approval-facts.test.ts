import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { insertRequest } from '@/lib/abilities/approvals/requests';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0073-approval-facts';

const database = useDatabase();

test('a request of the build before keeps all that it has, and names nothing more', async () => {
  const db = database.db();
  const who = { account: 'anna@example.com', role: 'manager' as const };
  const workspaceId = await ensureWorkspace(db, who);
  await insertRequest(
    db,
    { workspaceId, actor: who.account, member: null, sessionId: null, ...who },
    {
      verb: 'members.change',
      digest: Buffer.from('digest'),
      need: { subject: 'Ben · +approve', buildings: [], things: 1 },
    },
  );
  await sql`alter table approval drop column facts`.execute(db);
  const before = await db.selectFrom('approval').selectAll().execute();
  await up(untyped(db));
  expect(await db.selectFrom('approval').selectAll().execute()).toEqual(
    before.map((row) => ({ ...row, facts: {} })),
  );
});
