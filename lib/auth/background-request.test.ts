import { beforeEach, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { inBackground, inBackgroundForNow } from './background-request';
import { asRequest } from './request';
import { findScope } from './scope';

useDatabase();
const { simulator } = useSimulator();

const longAgo = new Date(Date.now() - 20 * 60_000);
let visitor: SignedIn;
beforeEach(async () => {
  const { account, password } = simulator().accounts.manager;
  visitor = await signInAs(account, password, 'manager');
  await getDb()
    .updateTable('session')
    .set({ last_used_at: longAgo })
    .where('id', '=', visitor.scope.sessionId)
    .execute();
});

/** Whether such a request counted as use of the session. */
async function counts(headers: Record<string, string>): Promise<boolean> {
  expect(await asRequest(headers, findScope)).toMatchObject({ sessionId: visitor.scope.sessionId });
  const row = await getDb()
    .selectFrom('session')
    .select('last_used_at')
    .where('id', '=', visitor.scope.sessionId)
    .executeTakeFirstOrThrow();
  return row.last_used_at > longAgo;
}

test('what a page asks for by itself, by header or by cookie, is no use of the session; a person’s request is', async () => {
  const { cookie } = visitor;
  expect(await counts({ cookie, ...inBackground })).toBe(false);
  const [pair] = inBackgroundForNow.split(';');
  expect(await counts({ cookie: `${pair}; ${cookie}` })).toBe(false);
  expect(await counts({ cookie })).toBe(true);
});
