import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { addMember } from '@/lib/testing/member';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0062-known-passwords';

const database = useDatabase();

test('members and exposed passwords of the build before stay, and a removed member leaves nothing behind', async () => {
  const db = database.db();
  const who = { account: 'anna@example.com', role: 'manager' as const };
  const workspaceId = await ensureWorkspace(db, who);
  const credential = Buffer.alloc(32, 1);
  const memberId = await addMember({ workspaceId, vendorCredential: credential });
  const known = { workspace_id: workspaceId, ...who, credential };
  await db
    .insertInto('exposed_password')
    .values({ ...known, known_to: 'Ben' })
    .execute();
  // As the build before had it.
  await sql`drop table known_password`.execute(db);
  await sql`drop index exposed_password_account`.execute(db);
  const rows = async () => ({
    memberships: await db.selectFrom('membership').selectAll().execute(),
    exposed: await db.selectFrom('exposed_password').selectAll().execute(),
  });
  const before = await rows();
  expect(before).toMatchObject({ memberships: [{ member_id: memberId }], exposed: [{ known_to: 'Ben' }] });

  await up(untyped(db));
  expect(await rows()).toEqual(before);
  expect(await db.selectFrom('known_password').selectAll().execute()).toEqual([]);
  await db
    .insertInto('known_password')
    .values({ ...known, member_id: memberId })
    .execute();
  await db.deleteFrom('membership').execute();
  expect(await db.selectFrom('known_password').selectAll().execute()).toEqual([]);
});
