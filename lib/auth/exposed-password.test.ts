import { beforeEach, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { Secret } from '@/lib/doordeer/secret';
import { useDatabase } from '@/lib/testing/database';
import { addMember } from '@/lib/testing/member';
import { credentialOf } from './credential';
import {
  exposePasswords,
  forgetOldPasswords,
  loadExposedPasswords,
  noteKnownPassword,
  rotateKnownPasswords,
} from './exposed-password';
import { ensureWorkspace } from './session';

useDatabase();
const account = 'anna@example.com';
const other = 'landlord@example.com';
const role = 'manager' as const;
const digestOf = (text: string) => credentialOf(account, new Secret(text));
const first = digestOf('first');
const second = digestOf('second');
const third = digestOf('third');
const ofOther = credentialOf(other, new Secret('first'));

let workspaceId: string;
let memberId: string;
beforeEach(async () => {
  for (const table of ['exposed_password', 'member'] as const) await getDb().deleteFrom(table).execute();
  workspaceId = await ensureWorkspace(getDb(), { account, role });
  memberId = await addMember({ workspaceId, name: 'Ben', vendorCredential: first });
  await noteKnownPassword(
    getDb(),
    { workspaceId, member: { id: memberId } },
    { account: other, role: 'landlord', credential: ofOther },
  );
});

const expose = () => exposePasswords(getDb(), { workspaceId, memberId, name: 'Ben' });
const open = async () => (await loadExposedPasswords({ workspaceId })).map((one) => one.account);

test('names every account whose password the member has typed', async () => {
  expect(await expose()).toEqual([account, other]);
  expect(await open()).toEqual([account, other]);
});

test('closes only the account that was proven with another password', async () => {
  await expose();
  await forgetOldPasswords(getDb(), { account, credential: first });
  expect(await open()).toEqual([account, other]);
  await forgetOldPasswords(getDb(), { account, credential: second });
  expect(await open()).toEqual([other]);
});

test('a password that was changed while the member was there is not exposed', async () => {
  await forgetOldPasswords(getDb(), { account, credential: second });
  expect(await expose()).toEqual([other]);
});

test('stays open after a rotation of the vault, also when the password is sealed nowhere', async () => {
  await expose();
  await rotateKnownPasswords(getDb(), (credential) => (credential.equals(first) ? second : undefined));
  await forgetOldPasswords(getDb(), { account, credential: second });
  // The digest could not be computed again, so the next proven password is taken for the exposed one.
  await forgetOldPasswords(getDb(), { account: other, credential: third });
  expect(await open()).toEqual([account, other]);
  await forgetOldPasswords(getDb(), { account, credential: third });
  await forgetOldPasswords(getDb(), { account: other, credential: second });
  expect(await open()).toEqual([]);
});

test('a password that could not be compared is the next proven one, also while the member is there', async () => {
  await rotateKnownPasswords(getDb(), () => undefined);
  await forgetOldPasswords(getDb(), { account, credential: first });
  await forgetOldPasswords(getDb(), { account: other, credential: ofOther });
  await forgetOldPasswords(getDb(), { account, credential: second });
  expect(await expose()).toEqual([other]);
});

test('what a member knows is still compared after a rotation', async () => {
  await rotateKnownPasswords(getDb(), (credential) => (credential.equals(first) ? second : undefined));
  await forgetOldPasswords(getDb(), { account, credential: third });
  expect(await expose()).toEqual([other]);
});
