import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { asRequest } from '@/lib/auth/request';
import { tabHeader, tabOwner } from '@/lib/auth/tab-header';
import { getDb } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { defineHandler } from './route';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
});

const get = defineHandler({
  query: z.object({ n: z.coerce.number().int('badNumber').max(9) }),
  ability: (_, { n }) => (n === 7 ? 'not-found' : null),
  audit: ({ n }) => ({ action: 'test.export', subject: `n ${n}` }),
  run: async ({ scope, query }) => {
    if (query.n === 8) throw new DeskError('too-large');
    if (query.n === 9) throw new Error('a bug');
    return { account: scope.account, n: query.n };
  },
});
const ask = (search: string) =>
  get(new Request(`http://doordesk.test/api/test${search}`), { params: Promise.resolve({}) });

async function lastEntry() {
  return getDb().selectFrom('audit_entry').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow();
}

test('refuses a tab that still shows another workspace or person', async () => {
  const headers = { [tabHeader]: tabOwner({ ...manager.scope, workspaceId: crypto.randomUUID() }) };
  const response = await manager.as(() =>
    get(new Request('http://doordesk.test/api/test?n=1', { headers }), { params: Promise.resolve({}) }),
  );
  expect([response.status, await response.json()]).toEqual([409, { error: 'other-workspace' }]);
});

test('answers a signed-in person, forbids storing the answer, and records it', async () => {
  const response = await manager.as(() => ask('?n=1'));
  expect(response.status).toBe(200);
  // `no-transform`, because it is too short to be compressed.
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
  expect(await response.json()).toEqual({ account: manager.scope.account, n: 1 });
  expect(await lastEntry()).toMatchObject({ action: 'test.export', subject: 'n 1', outcome: 'done' });
});

describe('refuses', () => {
  test.each([
    ['?n=x', 400, 'invalid-input'],
    ['', 400, 'invalid-input'],
    ['?n=10', 400, 'invalid-input'],
    ['?n=1&n=2', 400, 'invalid-input'],
    ['?n=7', 404, 'not-found'],
    ['?n=8', 413, 'too-large'],
    ['?n=9', 500, 'unexpected'],
  ])('%s with %i', async (search, status, error) => {
    const response = await manager.as(() => ask(search));
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toContain('no-store');
    const body = await response.json();
    expect(body).toMatchObject({ error });
    expect(JSON.stringify(body)).not.toContain('bug');
  });

  test('a stranger, and a cookie that was not sealed here', async () => {
    expect((await asStranger(() => ask('?n=1'))).status).toBe(401);
    const forged = { cookie: 'next-auth.session-token=forged' };
    expect((await asRequest(forged, () => ask('?n=1'))).status).toBe(401);
  });

  test('and returns nothing when the audit entry cannot be written', async () => {
    await getDb().schema.alterTable('audit_entry').renameTo('audit_entry_away').execute();
    const response = await manager.as(() => ask('?n=1'));
    await getDb().schema.alterTable('audit_entry_away').renameTo('audit_entry').execute();
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ error: 'audit-unavailable' });
  });

  test('and records the refusal', async () => {
    await manager.as(() => ask('?n=7'));
    expect(await lastEntry()).toMatchObject({ outcome: 'refused', detail: { code: 'not-found' } });
  });
});
