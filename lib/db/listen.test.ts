import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useDatabase } from '../testing/database';
import { type DatabaseProxy, proxyDatabase } from '../testing/database-proxy';
import { getPool } from './client';
import { breakSuspects } from './limited-client';
import { isHeard, watch } from './listen';

const database = useDatabase();
const topic = { channel: 'doordesk_test', payload: 'one' };
let way: DatabaseProxy;
let stop: () => void;
const heard = vi.fn();

beforeEach(async () => {
  way = await proxyDatabase(database.url);
  vi.stubEnv('DATABASE_URL', way.url);
  heard.mockClear();
  stop = watch(topic, heard);
  await expect.poll(() => isHeard(topic.channel)).toBe(true);
});
afterEach(async () => {
  vi.useRealTimers();
  stop();
  vi.unstubAllEnvs();
  await way.close();
});

const say = () => getPool().query('select pg_notify($1, $2)', [topic.channel, topic.payload]);

test('listens again where the server behind its connection does not answer any more', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearInterval', 'clearTimeout'] });
  stop();
  stop = watch(topic, heard);
  await vi.waitFor(() => expect(isHeard(topic.channel)).toBe(true));
  way.freeze({ newOnesToo: false });
  await vi.waitFor(() => {
    vi.advanceTimersByTime(4_000);
    expect(isHeard(topic.channel)).toBe(false);
  });
  await vi.waitFor(() => {
    vi.advanceTimersByTime(4_000);
    expect(isHeard(topic.channel)).toBe(true);
  });
  heard.mockClear();
  vi.useRealTimers();
  await say();
  await expect.poll(() => heard.mock.calls.length).toBeGreaterThan(0);
});

test('and at once where the database is known to have stopped', async () => {
  way.freeze({ newOnesToo: false });
  breakSuspects(0);
  await expect.poll(() => isHeard(topic.channel)).toBe(false);
  await expect.poll(() => isHeard(topic.channel), { timeout: 5_000 }).toBe(true);
});
