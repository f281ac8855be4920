import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { addMember } from '@/lib/testing/member';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0066-knew-password';

const database = useDatabase();

test('members who used the password of the workspace’s own account are known as such', async () => {
  const db = database.db();
  const own = { account: 'anna@example.com', role: 'manager' as const };
  const workspaceId = await ensureWorkspace(db, own);
  const credential = Buffer.alloc(32, 1);
  const ids = {
    signedIn: await addMember({ workspaceId, vendorCredential: credential }),
    typedIt: await addMember({ workspaceId }),
    typedAnother: await addMember({ workspaceId }),
    typedOtherRole: await addMember({ workspaceId }),
    none: await addMember({ workspaceId }),
  };
  const known = { workspace_id: workspaceId, credential };
  await db
    .insertInto('known_password')
    .values([
      { ...known, ...own, member_id: ids.typedIt },
      { ...known, ...own, account: 'other@example.com', member_id: ids.typedAnother },
      { ...known, ...own, role: 'landlord', member_id: ids.typedOtherRole },
    ])
    .execute();
  await sql`alter table membership drop column knew_password`.execute(db);
  const { rows: before } = await sql<object>`select * from membership order by member_id`.execute(db);
  await up(untyped(db));
  const after = await db.selectFrom('membership').selectAll().orderBy('member_id').execute();
  expect(after.map(({ knew_password: _, ...row }) => row)).toEqual(before);
  const knew = after.filter(({ knew_password }) => knew_password).map(({ member_id }) => member_id);
  expect(knew.sort()).toEqual([ids.signedIn, ids.typedIt].sort());
});
