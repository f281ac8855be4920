import { beforeAll, expect, test } from 'vitest';
import { ensureWorkspace, hashToken } from '@/lib/auth/session';
import type { Grants } from '@/lib/db/tables/members';
import { useDatabase } from '@/lib/testing/database';
import { claimLink, createLink, findLink, type NewLink } from './one-time-link';

const database = useDatabase();
const start = new Date('2026-11-23T08:00:00Z');
const after = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const grants: Grants = {
  workspace: [],
  everywhere: [],
  buildings: [{ name: 'Harbor House', capabilities: ['doorcodes', 'people'] }],
};
let workspaceId: string;

beforeAll(async () => {
  workspaceId = await ensureWorkspace(database.db(), { account: 'anna@example.com', role: 'manager' });
});

function invitation(): NewLink {
  return {
    purpose: 'invitation',
    workspaceId,
    name: 'Ben',
    email: 'ben@example.com',
    grants,
    madeBy: 'anna@example.com',
    madeByMember: null,
  };
}

test('is found by its token, of which only the hash is stored', async () => {
  const { id, token, expiresAt } = await createLink(database.db(), invitation(), start);
  expect(expiresAt).toEqual(after(7 * 24));
  expect(await findLink(token, { now: start })).toEqual({
    id,
    purpose: 'invitation',
    state: 'open',
    workspaceId,
    account: 'anna@example.com',
    role: 'manager',
    memberId: null,
    name: 'Ben',
    email: 'ben@example.com',
    grants,
    madeBy: 'anna@example.com',
    madeByMember: null,
    expiresAt,
  });
  const rows = await database.db().selectFrom('member_link').selectAll().execute();
  expect(rows.map(({ token_hash }) => token_hash.equals(hashToken(token)))).toContain(true);
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(await findLink('unknown')).toBeNull();
});

test('an invitation lives for 7 days, a recovery for 24 hours', async () => {
  const db = database.db();
  const invited = await createLink(db, invitation(), start);
  expect(await findLink(invited.token, { now: after(7 * 24 - 1) })).toMatchObject({ state: 'open' });
  expect(await findLink(invited.token, { now: after(7 * 24) })).toMatchObject({ state: 'expired' });
  const link = await findLink(invited.token);
  expect(link && (await claimLink(db, link, after(7 * 24)))).toBe(false);

  const member = await db
    .insertInto('member')
    .values({ name: 'Ben', sign_in_name: 'ben', folded_sign_in_name: 'ben', webauthn_id: Buffer.from('b') })
    .returning('id')
    .executeTakeFirstOrThrow();
  const recovery = await createLink(db, { ...invitation(), purpose: 'recovery', memberId: member.id }, start);
  expect(recovery.expiresAt).toEqual(after(24));
  expect(await findLink(recovery.token, { now: start })).toMatchObject({
    purpose: 'recovery',
    memberId: member.id,
    grants: { workspace: [], everywhere: [], buildings: [] },
  });
});

test('is used once, also when two use it at the same time', async () => {
  const db = database.db();
  const { id, token } = await createLink(db, invitation(), start);
  const claims = await Promise.all(
    Array.from({ length: 5 }, () =>
      db.transaction().execute((trx) => claimLink(trx, { id, workspaceId }, after(1))),
    ),
  );
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await findLink(token, { now: after(1) })).toMatchObject({ state: 'used' });
});

test('is not used by what was rolled back', async () => {
  const db = database.db();
  const { id, token } = await createLink(db, invitation(), start);
  await expect(
    db.transaction().execute(async (trx) => {
      await claimLink(trx, { id, workspaceId }, after(1));
      throw new Error('the rest failed');
    }),
  ).rejects.toThrow('the rest failed');
  expect(await findLink(token, { now: after(1) })).toMatchObject({ state: 'open' });
});

test('a revoked link is not used', async () => {
  const db = database.db();
  const { id, token } = await createLink(db, invitation(), start);
  await db
    .updateTable('member_link')
    .set({ revoked_at: after(1) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
  expect(await claimLink(db, { id, workspaceId }, after(2))).toBe(false);
  expect(await findLink(token, { now: after(2) })).toMatchObject({ state: 'revoked' });
});
