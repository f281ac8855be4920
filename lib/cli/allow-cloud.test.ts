import { expect, test } from 'vitest';
import { useDatabase } from '../testing/database';
import { signInScope } from '../testing/scope';
import { useSimulator } from '../testing/simulator';
import { settleRestoredCopy } from './allow-cloud';

const { db, url } = useDatabase();
const { simulator } = useSimulator();

test('a restored copy sends nothing to the cloud until an operator allows it, which is recorded', async () => {
  const { landlord } = simulator().accounts;
  const signIn = () => signInScope(landlord.account, landlord.password, 'landlord');
  await db()
    .insertInto('restored_copy')
    .values({ made_at: new Date('2026-11-01T10:00:00Z'), allowed_at: null })
    .execute();
  expect(await settleRestoredCopy(url, false)).toContain('npm start -- --allow-cloud');

  await expect(signIn()).rejects.toThrow('cloud-restored');
  expect(simulator().log()).toEqual([]);

  expect(await settleRestoredCopy(url, true)).toContain('From now on');
  await expect(signIn()).resolves.toMatchObject({ account: landlord.account });
  expect(simulator().log().length).toBeGreaterThan(0);
  const entries = await db().selectFrom('audit_entry').select(['action', 'subject']).orderBy('seq').execute();
  expect(entries).toContainEqual({ action: 'backup.allow-cloud', subject: '2026-11-01T10:00:00.000Z' });

  expect(await settleRestoredCopy(url, false)).toBeNull();
});
