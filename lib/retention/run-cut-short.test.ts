import { beforeEach, describe, expect, it } from 'vitest';
import { freshenEvents } from '@/lib/archive/freshen';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { previewRule } from './data';
import { setRule } from './mutations';
import { dueRules, runRule } from './run';

useDatabase();
const { simulator } = useSimulator();

let scope: Scope;
let building = '';

const tables = [
  'retention_rule',
  'retention_hold',
  'event',
  'event_trace',
  'event_who',
  'event_stream',
  'event_stretch',
  'event_door',
  'cloud_finding',
] as const;

beforeEach(async () => {
  simulator().reset();
  for (const table of tables) await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  await freshenEvents(scope, { anyway: true });
  const busiest = await getDb()
    .selectFrom('event')
    .select(({ fn }) => ['building_name', 'gid', fn.countAll<number>().as('count')])
    .groupBy(['building_name', 'gid'])
    .orderBy('count', 'desc')
    .executeTakeFirstOrThrow();
  building = busiest.building_name;
});

const DAY = 86_400_000;

const events = () =>
  getDb()
    .selectFrom('event')
    .select(['id', 'at', 'gid', 'building_name', 'who_id', 'channel', 'type', 'time_text', 'trace'])
    .where('workspace_id', '=', scope.workspaceId)
    .orderBy('id')
    .execute();
/** So many days that about half of the building's events are older. */
async function middle(): Promise<number> {
  const ours = (await events()).filter((event) => event.building_name === building);
  ours.sort((a, b) => a.at.getTime() - b.at.getTime());
  const half = ours[Math.floor(ours.length / 2)];
  return Math.floor((Date.now() - (half?.at.getTime() ?? 0)) / DAY);
}
const due = () => ({ workspaceId: scope.workspaceId, building });
const entries = () =>
  getDb()
    .selectFrom('audit_entry')
    .select(['action', 'outcome', 'detail', 'subject', 'seq', 'intent_seq'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('action', '=', 'retention.run')
    .orderBy('seq')
    .execute();

/** A signal at which the process dies, once so many portions are done. */
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
    const days = await middle();
    const { count } = await previewRule(scope, { building, mode: 'delete', days });
    const earlier = (await entries()).length;
    await setRule(scope, { building, mode: 'delete', days });
    await expect(runRule(due(), { portion: 5, signal: crashAfter(9) })).rejects.toThrow('crash');
    const { affected: first = 0 } =
      (await getDb().selectFrom('retention_rule').select('affected').executeTakeFirst()) ?? {};
    expect(first).toBeGreaterThan(0);
    expect(await dueRules()).toEqual([due()]);
    expect(await runRule(due(), { now: new Date(Date.now() + DAY / 2) })).toBe(count - first);
    expect((await entries()).slice(earlier)).toMatchObject([
      { outcome: 'intent' },
      { outcome: 'done', detail: { count } },
    ]);
    expect(await dueRules()).toEqual([]);
  });

  it('stopped with its process tells how far it came, and goes on with an intent of its own', async () => {
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
    const told = [
      { outcome: 'intent' },
      { outcome: 'done', detail: { count: first, stopped: true } },
      { outcome: 'intent' },
      { outcome: 'done', detail: { count: count - first } },
    ];
    expect((await entries()).slice(earlier)).toMatchObject(told.slice(0, 2));
    expect(await runRule(due())).toBe(count - first);
    expect((await entries()).slice(earlier)).toMatchObject(told);
  });
});
