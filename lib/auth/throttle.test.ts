import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { bucketOf, countTry, minutesUntil, releaseTry, reserveTry } from './throttle';

const database = useDatabase();
const minute = 60_000;
const rule = { bucket: 'test', limit: 5, windowMs: 15 * minute };
const start = new Date('2026-11-23T08:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);

beforeEach(async () => {
  await database.db().deleteFrom('throttle_try').execute();
});

async function fail(at: Date): Promise<void> {
  const reserved = await reserveTry(rule, { now: at });
  if (!reserved.ok) throw new Error('refused');
  await countTry(reserved.id, { now: at });
}

describe('two processes on one database', () => {
  let one: ReturnType<typeof connect>;
  let other: ReturnType<typeof connect>;
  beforeAll(() => {
    one = connect(database.url, 10);
    other = connect(database.url, 10);
  });
  afterAll(async () => {
    await one.db.destroy();
    await other.db.destroy();
  });

  test('let only five of twenty simultaneous tries through', async () => {
    // A second copy of the module, with its own turns, as in another process.
    vi.resetModules();
    const elsewhere = await import('./throttle');
    const tries = Array.from({ length: 10 }, () => [
      reserveTry(rule, { db: one.db, now: start }),
      elsewhere.reserveTry(rule, { db: other.db, now: start }),
    ]);
    const results = await Promise.all(tries.flat());
    expect(elsewhere.reserveTry).not.toBe(reserveTry);
    expect(results.filter((result) => result.ok)).toHaveLength(5);
  });
});

test('refuses the sixth failed try and says when the first falls out of the window', async () => {
  for (let index = 0; index < 5; index += 1) await fail(after(index * minute));
  const refused = await reserveTry(rule, { now: after(6 * minute) });
  expect(refused).toEqual({ ok: false, retryAt: after(15 * minute), pending: false });
  expect(minutesUntil(after(15 * minute), after(6 * minute))).toBe(9);
  expect(await reserveTry(rule, { now: after(15 * minute - 1) })).toMatchObject({ ok: false });
  expect(await reserveTry(rule, { now: after(15 * minute) })).toMatchObject({ ok: true });
});

test('a success gives back only its own try', async () => {
  for (let index = 0; index < 4; index += 1) await fail(start);
  const reserved = await reserveTry(rule, { now: start });
  if (!reserved.ok) throw new Error('refused');
  await releaseTry(reserved.id);
  await fail(start);
  expect(await reserveTry(rule, { now: start })).toMatchObject({ ok: false });
});

test('counts a slow try from its end, because it is unknown when it reached the cloud', async () => {
  for (let index = 0; index < 5; index += 1) {
    const reserved = await reserveTry(rule, { now: start });
    if (reserved.ok) await countTry(reserved.id, { now: after(2 * minute) });
  }
  expect(await reserveTry(rule, { now: after(16 * minute) })).toMatchObject({ ok: false });
});

test('a try that was never settled counts for longer than a settled one', async () => {
  for (let index = 0; index < 5; index += 1) await reserveTry(rule, { now: start });
  expect(await reserveTry(rule, { now: after(16 * minute) })).toMatchObject({ ok: false, pending: false });
  expect(await reserveTry(rule, { now: after(21 * minute) })).toMatchObject({ ok: true });
});

test('a try that was never settled counts no longer than its rule says', async () => {
  const brief = { ...rule, pendingMs: minute };
  for (let index = 0; index < 5; index += 1) await reserveTry(brief, { now: start });
  expect(await reserveTry(brief, { now: after(59_000) })).toEqual({
    ok: false,
    retryAt: after(minute),
    pending: true,
  });
  expect(await reserveTry(brief, { now: after(61_000) })).toMatchObject({ ok: true });
});

test('takes all spellings of an account for one', () => {
  const plain = bucketOf('sign-in', 'anna@example.com');
  for (const typed of [
    'ANNA@example.com',
    ' anna@example.com ',
    'anna@exam\u200bple.com',
    'ａｎｎａ@example.com',
    'anna@example.com\u0000',
    'an\u00adna@example.com',
    'ánñà@example.com',
    'a\u0300nna@example.com',
  ]) {
    expect(bucketOf('sign-in', typed)).toBe(plain);
  }
  expect(bucketOf('sign-in', 'vıctim')).toBe(bucketOf('sign-in', 'victİm'));
  expect(bucketOf('sign-in', 'anne@example.com')).not.toBe(plain);
  expect(bucketOf('sign-in', '张三')).not.toBe(bucketOf('sign-in', '李四'));
  expect(bucketOf('register', 'anna@example.com')).not.toBe(plain);
});
