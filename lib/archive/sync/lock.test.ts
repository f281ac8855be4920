import { afterEach, describe, expect, it, vi } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { alone } from './lock';

useDatabase();

describe('locks of one process', () => {
  const warned = vi.fn();
  afterEach(() => {
    process.off('warning', warned);
  });

  it('are taken and given up side by side, one question to the database at a time', async () => {
    process.on('warning', warned);
    const names = Array.from({ length: 20 }, (_, index) => `lock-test:${index}`);
    const done = await Promise.all(names.map((name) => alone(name, async () => name)));
    expect(done).toEqual(names);
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned).not.toHaveBeenCalled();
  });

  it('are given to one of two that ask for the same name', async () => {
    const inner = await alone('lock-test:same', () => alone('lock-test:same', async () => 'second'));
    expect(inner).toBeNull();
    expect(await alone('lock-test:same', async () => 'again')).toBe('again');
  });
});
