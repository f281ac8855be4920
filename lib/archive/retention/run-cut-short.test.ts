import { describe, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { dayMs, useBusyBuilding } from '@/lib/testing/busy-building';
import { useDatabase } from '@/lib/testing/database';
import { previewRule } from './data';
import { setRule } from './mutations';
import { dueRules, runRule } from './run-retention';

useDatabase();
const { found, middle, due, entries } = useBusyBuilding();

function crashAfter(portions: number): AbortSignal {
  let asked = 0;
  const signal = new AbortController().signal;
  return Object.defineProperty(signal, 'aborted', {
    get() {
      if (asked++ >= portions) throw new Error('crash');
      return false;
    },
  });
}

describe('a run that is cut short', () => {
  it('goes on after a crash between two portions with the same cutoff, and counts on', async () => {
    const { scope, building } = found();
    const days = await middle();
    const { count } = await previewRule(scope, { building, mode: 'delete', days });
    const earlier = (await entries()).length;
    await setRule(scope, { building, mode: 'delete', days });
    await expect(runRule(due(), { portion: 5, signal: crashAfter(9) })).rejects.toThrow('crash');
    const { affected: first = 0 } =
      (await getDb().selectFrom('retention_rule').select('affected').executeTakeFirst()) ?? {};
    expect(first).toBeGreaterThan(0);
    expect(await dueRules()).toEqual([due()]);
    expect(await runRule(due(), { now: new Date(Date.now() + dayMs / 2) })).toBe(count - first);
    expect((await entries()).slice(earlier)).toMatchObject([
      { outcome: 'intent' },
      { outcome: 'done', detail: { count } },
    ]);
    expect(await dueRules()).toEqual([]);
  });

  it('stopped with its process, says how far it came, and continues with an intent of its own', async () => {
    const { scope, building } = found();
    const days = await middle();
    const { count } = await previewRule(scope, { building, mode: 'delete', days });
    const earlier = (await entries()).length;
    await setRule(scope, { building, mode: 'delete', days });
    const stop = new AbortController();
    const stopped = runRule(due(), { portion: 5, signal: stop.signal });
    await expect
      .poll(
        async () =>
          (await getDb().selectFrom('retention_rule').select('affected').executeTakeFirst())?.affected,
      )
      .toBeGreaterThan(0);
    stop.abort();
    const first = await stopped;
    expect(first).toBeLessThan(count);
    const expected = [
      { outcome: 'intent' },
      { outcome: 'done', detail: { count: first, stopped: true } },
      { outcome: 'intent' },
      { outcome: 'done', detail: { count: count - first } },
    ];
    expect((await entries()).slice(earlier)).toMatchObject(expected.slice(0, 2));
    expect(await runRule(due())).toBe(count - first);
    expect((await entries()).slice(earlier)).toMatchObject(expected);
  });
});
