import { expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { Secret } from '@/lib/doordeer/secret';
import { endPatience } from '@/lib/shutdown';
import { useDatabase } from '@/lib/testing/database';
import { useSimulator } from '@/lib/testing/simulator';
import { getUnguardedDoordeer } from './cloud-client';
import { settleProofs } from './prove-password';
import { signIn } from './sign-in';

useDatabase();
const { simulator } = useSimulator();

const attempt = (password: string) =>
  signIn({
    account: simulator().accounts.manager.account,
    password: new Secret(password),
    role: 'manager',
    userAgent: 'test',
    network: '192.0.2.0/24',
  });
const asked = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'sign').length;

test('sixty simultaneous tries with the right password succeed with one answer of the cloud', async () => {
  const { password } = simulator().accounts.manager;
  const results = await Promise.all(Array.from({ length: 60 }, () => attempt(password)));
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(asked()).toBe(1);
  // An account keeps its newest 20 sessions.
  expect(await getDb().selectFrom('session').select('id').execute()).toHaveLength(20);
});

test('a try without a verdict when the process ends says so, and does not count', async () => {
  simulator().faults.next({ effect: 'latency', ms: 600_000, call: 'sign', times: null });
  const cut = Promise.all(Array.from({ length: 12 }, (_, index) => attempt(`guess ${index}`)));
  await expect.poll(() => getUnguardedDoordeer().load.inFlight).toBe(5);
  endPatience();
  await settleProofs();
  expect(await cut).toEqual(Array(12).fill({ ok: false, code: 'stopping' }));
  expect(await getDb().selectFrom('throttle_try').select('id').execute()).toEqual([]);
});
