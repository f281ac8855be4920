import { afterAll, describe, expect, it } from 'vitest';
import { VendorError } from '@/lib/doordeer/errors';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { useDatabase } from '@/lib/testing/database';
import { allDoorcodes } from './doorcode-pages';
import { readFinding } from './findings';

useDatabase();
const before = process.env.DOORDEER_COMID;
afterAll(() => {
  process.env.DOORDEER_COMID = before;
});

/** A cloud of which nothing is known yet. */
function newCloud(ways: { first: 0 | 1; cap?: number; zero?: 'missing' | 'empty' | 'clamped' }) {
  process.env.DOORDEER_COMID = crypto.randomUUID();
  let calls = 0;
  return {
    calls: () => calls,
    list: (length: number) => async (start: number, count: number) => {
      calls++;
      if (start < ways.first && ways.zero === 'missing') throw missing();
      if (start < ways.first && ways.zero === 'empty') return page([]);
      const from = Math.max(0, start - ways.first);
      return page(codes(length).slice(from, from + Math.min(count, ways.cap ?? 1000)));
    },
  };
}
const codes = (length: number): VendorDoorcode[] =>
  Array.from({ length }, (_, index) => ({
    name: '',
    validType: 3,
    from: null,
    to: null,
    digits: String(10_000_000 + index),
    pictureUrl: '',
    lockIds: [],
    usable: true,
  }));
const page = (found: VendorDoorcode[]) => ({ codes: found, length: found.length });
const missing = () =>
  new VendorError({
    kind: 'result',
    call: 'listDoorcodes',
    resultCode: 3,
    reason: 'missing-parameter',
    retryable: false,
    outcome: 'rejected',
  });

describe('all doorcodes of a channel', () => {
  it.each([
    { first: 0 },
    { first: 1, zero: 'missing' },
    { first: 1, zero: 'empty' },
    { first: 1, zero: 'clamped' },
    { first: 0, cap: 20 },
    { first: 1, cap: 7, zero: 'clamped' },
    { first: 1, cap: 1, zero: 'missing' },
  ] as const)('are complete where the cloud pages like $first/$cap/$zero', async (ways) => {
    const cloud = newCloud(ways);
    for (const length of [0, 3, 41, 20, 40, 7, 8, 90]) {
      expect(await allDoorcodes(cloud.list(length), true)).toHaveLength(length);
    }
  });

  it('are complete past a full page', async () => {
    const cloud = newCloud({ first: 1, zero: 'missing' });
    expect(await allDoorcodes(cloud.list(350), true)).toHaveLength(350);
  });

  it('cost one call per list once the cloud is known, however many lists of one length there are', async () => {
    const cloud = newCloud({ first: 1, zero: 'missing' });
    for (let list = 0; list < 4; list++) await allDoorcodes(cloud.list(3), false);
    const before = cloud.calls();
    for (let list = 0; list < 100; list++) await allDoorcodes(cloud.list(list % 4), false);
    expect(cloud.calls() - before).toBe(100);
  });

  it('ask about the first record once, however many lists begin at once', async () => {
    const cloud = newCloud({ first: 1, zero: 'missing' });
    await Promise.all(Array.from({ length: 50 }, () => allDoorcodes(cloud.list(0), false)));
    expect(cloud.calls()).toBe(51);
    expect(await readFinding('doorcode-start')).toBe('1');
  });

  it('end where a cloud ignores the start and repeats its page', async () => {
    process.env.DOORDEER_COMID = crypto.randomUUID();
    expect(await allDoorcodes(async () => page(codes(100)), true)).toHaveLength(100);
  });

  it('fail, and are not cut short, if a list never ends', async () => {
    process.env.DOORDEER_COMID = crypto.randomUUID();
    let next = 0;
    const endless = async (_start: number, count: number) =>
      page(codes(count).map((code) => ({ ...code, digits: String(next++) })));
    expect(await allDoorcodes(endless, true)).toBeNull();
  });

  it('continue after a failure while the first record was being found out', async () => {
    const cloud = newCloud({ first: 0 });
    const broken = async () => {
      throw new Error('down');
    };
    await expect(allDoorcodes(broken, false)).rejects.toThrow('down');
    expect(await allDoorcodes(cloud.list(5), false)).toHaveLength(5);
  });

  it('are learnt by each account separately while the calls of another hang', async () => {
    const cloud = newCloud({ first: 1 });
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const hangs = () => answered.then(() => page([]));
    const hanging = allDoorcodes(hangs, false, 'a@x');
    expect(await allDoorcodes(cloud.list(5), false, 'b@x')).toHaveLength(5);
    answer();
    expect(await hanging).toEqual([]);
  });
});
