import { beforeEach, expect, test, vi } from 'vitest';
import { asRequest } from '@/lib/auth/request';
import { getDb } from '@/lib/db/client';
import { approveRequestAction } from '@/lib/desk/approvals/actions';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { createAuthenticator } from '@/lib/testing/authenticator';
import { useDatabase } from '@/lib/testing/database';
import { useSimulator } from '@/lib/testing/simulator';
import { changeWorkspaceSettingsAction } from '../roster/actions';
import { becomeOwnerAction, beginOwnerAction } from './actions';

useDatabase();
const { simulator } = useSimulator();
const site = 'http://localhost:3000';

let office: Office;
beforeEach(async () => {
  vi.stubEnv('NEXTAUTH_URL', site);
  await closeOffice();
  office = await openOffice(simulator());
});

function as<T>({ cookie }: { cookie: string }, run: () => Promise<T>): Promise<T> {
  return asRequest({ cookie, host: 'localhost:3000', origin: site }, run);
}

const begin = (name: string) => as(office.vendor, () => beginOwnerAction({ name }));

async function become(begun: Awaited<ReturnType<typeof begin>>, name: string) {
  if (!begun.ok) throw new Error(begun.code);
  const { challengeId, options } = begun.data;
  const response = createAuthenticator(site).register(options);
  const given = { challengeId, response, passkeyName: 'Key', name };
  return as(office.vendor, () => becomeOwnerAction(given));
}

async function approved(name: string) {
  const asked = await begin(name);
  if (asked.ok || !asked.approval) throw new Error('it does not wait');
  const { approval: id } = asked;
  expect(await as(office.ann, () => approveRequestAction({ id }))).toMatchObject({ ok: true });
  return begin(name);
}

const names = async () =>
  (await getDb().selectFrom('member').select('name').orderBy('name').execute()).map(({ name }) => name);

test('an owner that was begun before the second pair of eyes is made by no one without it', async () => {
  await getDb().updateTable('workspace_setting').set({ second_approval: false }).execute();
  const begun = await begin('Zed');
  const rule = await as(office.ann, () => changeWorkspaceSettingsAction({ secondApproval: true }));
  expect(rule).toMatchObject({ ok: true });
  expect(await become(begun, 'Zed')).toMatchObject({ ok: false, code: 'conflict' });
  expect(await names()).toEqual(['Ann', 'Ben', 'Cleo', 'Dan']);
  expect(await become(await approved('Zed'), 'Zed')).toMatchObject({ ok: true });
  expect(await names()).toEqual(['Ann', 'Ben', 'Cleo', 'Dan', 'Zed']);
});

test('an owner is made under the name that was approved only', async () => {
  expect(await become(await approved('Yan'), 'Mallory')).toMatchObject({ ok: false, code: 'conflict' });
  expect(await names()).toEqual(['Ann', 'Ben', 'Cleo', 'Dan']);
});
