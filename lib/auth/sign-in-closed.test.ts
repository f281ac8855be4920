import { beforeAll, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { Secret } from '../doordeer/secret';
import { findSession, findSessionEnd } from './session';
import { signIn } from './sign-in';

useDatabase();
const { simulator } = useSimulator();
let token: string;

const tryWith = (password: string) => {
  const { account } = simulator().accounts.manager;
  const client = { userAgent: 'test', network: 'test' };
  return signIn({ account, password: new Secret(password), role: 'manager', ...client });
};

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  const { scope, ...session } = await signInAs(account, password, 'manager');
  token = session.token;
  await getDb()
    .insertInto('workspace_setting')
    .values({ workspace_id: scope.workspaceId, vendor_sign_in_closed: true })
    .execute();
});

test('a closed workspace says so only to those who have the password', async () => {
  expect(await tryWith('wrong')).toEqual({ ok: false, code: 'wrong-password' });
  expect(await tryWith(simulator().accounts.manager.password)).toEqual({ ok: false, code: 'sign-in-closed' });
  const entry = await getDb()
    .selectFrom('audit_entry')
    .selectAll()
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({
    action: 'sessions.sign-in',
    outcome: 'refused',
    detail: { code: 'sign-in-closed' },
  });
});

test('sessions of the vendor’s account end when the workspace is closed to them', async () => {
  expect(await findSession(token)).toBeNull();
  expect(await findSessionEnd(token)).toBe('sign-in-closed');
});
