import { afterEach, beforeEach, expect, test } from 'vitest';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { Secret } from '@/lib/doordeer/secret';
import { useDatabase } from '@/lib/testing/database';
import { useSimulator } from '@/lib/testing/simulator';
import { GET } from './route';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
const cloud = useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.

const token = 'a-token-of-this-test-0123456789';
beforeEach(() => {
  process.env.DOORDESK_METRICS_TOKEN = token;
});
afterEach(() => {
  delete process.env.DOORDESK_METRICS_TOKEN;
});

const scrape = (authorization?: string) =>
  GET(new Request('http://localhost/api/metrics', authorization ? { headers: { authorization } } : {}));

test.each([
  ['without a token', undefined],
  ['with another token', 'Bearer another-token-of-this-test-01'],
  ['with the token as a password', `Basic ${token}`],
])('%s there is nothing', async (_, authorization) => {
  const answer = await scrape(authorization);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('');
});

test('without the setting there is nothing, also for an empty token', async () => {
  process.env.DOORDESK_METRICS_TOKEN = '';
  expect((await scrape('Bearer ')).status).toBe(404);
  expect((await scrape('Bearer undefined')).status).toBe(404);
});

test('counts calls to the cloud by number and outcome, and shows limits, pools and the event loop', async () => {
  const { account } = cloud.simulator().accounts.manager;
  await getDoordeer()
    .call('listChannels', { account, password: new Secret('not the password'), role: 'manager' })
    .catch(() => {});
  const text = await (await scrape(`Bearer ${token}`)).text();
  expect(text).toMatch(/^doordesk_cloud_calls_total\{call="10002",outcome="failure"\} 1$/m);
  expect(text).toMatch(/^doordesk_cloud_call_ceiling\{of="cloud"\} \d+$/m);
  expect(text).toMatch(/^doordesk_database_connections\{pool="pages",state="idle"\} \d+$/m);
  expect(text).toMatch(/^doordesk_database_up 1$/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(text).not.toContain(account);
});
