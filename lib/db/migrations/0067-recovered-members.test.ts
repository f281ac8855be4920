import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { claimLink, createLink, findLink } from '@/lib/members/one-time-link';
import { useDatabase } from '@/lib/testing/database';
import { addMember } from '@/lib/testing/member';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0067-recovered-members';

const database = useDatabase();

test('a member for whom the build before used a recovery link has to keep one way too', async () => {
  const db = database.db();
  const workspaceId = await ensureWorkspace(db, { account: 'anna@example.com', role: 'manager' });
  const ids = [await addMember({ workspaceId }), await addMember({ workspaceId })];
  for (const [at, memberId] of ids.entries()) {
    const { token } = await createLink(db, {
      ...{ purpose: 'recovery', workspaceId, memberId, name: 'Ben', email: null },
      ...{ madeBy: 'anna@example.com', madeByMember: null },
    });
    const link = await findLink(token);
    if (link && at === 0) await claimLink(db, link);
  }
  await sql`alter table member drop column recovered_at`.execute(db);
  await up(untyped(db));
  const members = await db.selectFrom('member').select(['id', 'recovered_at']).execute();
  expect(members.filter(({ recovered_at }) => recovered_at !== null).map(({ id }) => id)).toEqual([ids[0]]);
});
