import { afterEach, describe, expect, it, vi } from 'vitest';
import { breakSuspects } from '@/lib/db/limited-client';
import { useDatabase } from '@/lib/testing/database';
import { proxyDatabase } from '@/lib/testing/database-proxy';
import { runExclusive } from './run-exclusive';

const database = useDatabase();

describe('locks of one process', () => {
  const warned = vi.fn();
  afterEach(() => {
    process.off('warning', warned);
  });

  it('are taken and given up side by side, one question to the database at a time', async () => {
    process.on('warning', warned);
    const names = Array.from({ length: 20 }, (_, index) => `lock-test:${index}`);
    const done = await Promise.all(names.map((name) => runExclusive(name, async () => name)));
    expect(done).toEqual(names);
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned).not.toHaveBeenCalled();
  });

  it('are given to one of two that ask for the same name', async () => {
    const inner = await runExclusive('lock-test:same', () =>
      runExclusive('lock-test:same', async () => 'second'),
    );
    expect(inner).toBeNull();
    expect(await runExclusive('lock-test:same', async () => 'again')).toBe('again');
  });

  it('leave nothing waiting in a database that has stopped, and are given again afterwards', async () => {
    const way = await proxyDatabase(database.url);
    vi.stubEnv('DATABASE_URL', way.url);
    try {
      const inner = await runExclusive('lock-test:outer', async () => {
        way.freeze({ newOnesToo: false });
        const stuck = runExclusive('lock-test:stuck', async () => 'done').catch(() => 'failed');
        await new Promise((resolve) => setImmediate(resolve));
        breakSuspects(0);
        return stuck;
      });
      expect(inner).toBe('failed');
      way.mend();
      await expect.poll(() => runExclusive('lock-test:outer', async () => 'again')).toBe('again');
    } finally {
      vi.unstubAllEnvs();
      await way.close();
    }
  });
});
