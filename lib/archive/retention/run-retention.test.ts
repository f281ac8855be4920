import { beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arriveMany } from '@/lib/simulator/control/alter-world';
import { dayMs, useBusyBuilding } from '@/lib/testing/busy-building';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { readArchiveState } from '../coverage/state';
import { freshenEvents } from '../feed/freshen';
import { previewRule } from './data';
import { keepAll, removeHold, saveHold, setRule } from './mutations';
import { dueRules, runRule } from './run-retention';
import { sweepRetention } from './sweep';

useDatabase();
const { simulator, found, events, middle, due, entries } = useBusyBuilding();
let scope: Scope;
let [building, gid] = ['', ''];
beforeEach(() => {
  ({ scope, building, gid } = found());
});

const idsOf = (rows: Awaited<ReturnType<typeof events>>) => rows.map(({ id }) => id);
const readAgain = () => freshenEvents(scope, { anyway: true });

describe('a rule that deletes', () => {
  it('removes what its preview counted, only of its building', async () => {
    const days = await middle();
    const before = await events();
    const { count, held } = await previewRule(scope, { building, mode: 'delete', days });
    expect(count).toBeGreaterThan(0);
    expect(held).toBe(0);
    await setRule(scope, { building, mode: 'delete', days });
    expect(await runRule(due(), { portion: 7 })).toBe(count);
    const cutoff = Date.now() - days * dayMs;
    const left = before.filter((event) => event.building_name !== building || event.at.getTime() >= cutoff);
    expect(idsOf(await events())).toEqual(idsOf(left));
    expect(await previewRule(scope, { building, mode: 'delete', days })).toEqual({ count: 0, held: 0 });
  });

  it('writes to the audit log: the intent first, then how many', async () => {
    const days = await middle();
    const earlier = (await entries()).length;
    await setRule(scope, { building, mode: 'delete', days });
    const count = await runRule(due());
    const [intent, outcome, ...more] = (await entries()).slice(earlier);
    expect(more).toEqual([]);
    expect(intent).toMatchObject({ outcome: 'intent', subject: building });
    expect(outcome).toMatchObject({ outcome: 'done', intent_seq: intent?.seq, detail: { count, days } });
  });

  it('removes the names that no event has any more', async () => {
    await setRule(scope, { building, mode: 'delete', days: await middle() });
    await runRule(due());
    const used = new Set((await events()).flatMap(({ who_id }) => who_id ?? []));
    const names = await getDb().selectFrom('event_who').select('id').execute();
    expect(names.map(({ id }) => id).sort()).toEqual([...used].sort());
  });

  it('is not undone by the sync, which still takes what is new, and calls nothing incomplete', async () => {
    const before = await readArchiveState(scope);
    await setRule(scope, { building, mode: 'delete', days: await middle() });
    const taken = await runRule(due());
    const left = await events();
    await readAgain();
    expect(idsOf(await events())).toEqual(idsOf(left));
    arriveMany(simulator().cloud, gid, 12);
    await readAgain();
    expect(await events()).toHaveLength(left.length + 12);
    const after = await readArchiveState(scope);
    expect(after.map(({ complete }) => complete)).toEqual(before.map(({ complete }) => complete));
    const sum = (doors: typeof after, what: 'archived' | 'removed') =>
      doors.reduce((total, door) => total + (door[what] ?? 0), 0);
    expect(sum(after, 'removed')).toBe(taken);
    expect(sum(after, 'archived')).toBe(left.length + 12);
    expect(after.find((door) => door.gid === gid)?.oldest).toBe(
      left
        .filter((event) => event.gid === gid)
        .map(({ at }) => at.toISOString())
        .sort()[0],
    );
  });

  it('may take every event of a door: the sync still knows them all', async () => {
    await setRule(scope, { building, mode: 'delete', days: 1 });
    await runRule(due(), { now: new Date(Date.now() + 2 * dayMs) });
    expect((await events()).filter((event) => event.building_name === building)).toEqual([]);
    await readAgain();
    expect((await events()).filter((event) => event.building_name === building)).toEqual([]);
    arriveMany(simulator().cloud, gid, 5);
    await readAgain();
    expect((await events()).filter((event) => event.building_name === building)).toHaveLength(5);
    const door = (await readArchiveState(scope)).find((one) => one.gid === gid);
    expect(door).toMatchObject({ archived: 5, errorCode: null });
  });

  it.each([
    ['each left its trace', async () => {}],
    [
      'those further in left none',
      async () => {
        const traces = await getDb().selectFrom('event_trace').select('place').orderBy('place').execute();
        const last = traces[Math.floor(traces.length / 2)]?.place ?? 0;
        await getDb().deleteFrom('event_trace').where('place', '<', last).execute();
      },
    ],
  ])('is not undone by a cloud that gave whole doors and wants rooms: %s', async (_, further) => {
    await setRule(scope, { building, mode: 'delete', days: await middle() });
    const taken = await runRule(due());
    await further();
    const left = idsOf(await events());
    const removed = async () =>
      (await readArchiveState(scope)).reduce((total, door) => total + (door.removed ?? 0), 0);
    simulator().faults.set({ wholeDoor: false, pageSize: 20 });
    for (let reading = 0; reading < 2; reading++) {
      await readAgain();
      expect(idsOf(await events())).toEqual(left);
      expect(await removed()).toBe(taken);
    }
    arriveMany(simulator().cloud, gid, 4);
    await readAgain();
    expect(await events()).toHaveLength(left.length + 4);
    expect((await readArchiveState(scope)).find((door) => door.gid === gid)).toMatchObject({
      complete: true,
      errorCode: null,
    });
  });

  it('is run by two at once without taking anything twice', async () => {
    const days = await middle();
    const { count } = await previewRule(scope, { building, mode: 'delete', days });
    const earlier = (await entries()).length;
    await setRule(scope, { building, mode: 'delete', days });
    const taken = await Promise.all([runRule(due(), { portion: 9 }), runRule(due(), { portion: 9 })]);
    expect(taken[0] + taken[1]).toBe(count);
    expect((await entries()).slice(earlier)).toMatchObject([
      { outcome: 'intent' },
      { outcome: 'done', detail: { count } },
    ]);
  });

  it('takes kept files that are wholly older, where they can hold the building, and says how many', async () => {
    const old = new Date(Date.now() - 40 * dayMs);
    const fileOf = (query: string, finished_at: Date) => ({
      workspace_id: scope.workspaceId,
      schedule_id: null,
      due_at: null,
      state: 'done' as const,
      code: null,
      format: 'csv' as const,
      name: 'events.csv',
      query,
      filter: '{}',
      locale: 'en' as const,
      actor: scope.actor,
      account: scope.account,
      role: scope.role,
      intent_seq: null,
      rows: 1,
      bytes: 1,
      sha256: null,
      manifest: null,
      kept: true,
      finished_at,
    });
    const named = new URLSearchParams({ building }).toString();
    const files = await getDb()
      .insertInto('export_file')
      .values([
        fileOf('', old),
        fileOf(named, old),
        fileOf('building=Elsewhere', old),
        fileOf('', new Date(Date.now() - 20 * dayMs)),
      ])
      .returning('id')
      .execute();
    await getDb()
      .insertInto('export_chunk')
      .values(files.map(({ id }) => ({ export_id: id, position: 0, bytes: Buffer.from('x') })))
      .execute();
    await setRule(scope, { building, mode: 'anonymise', days: 30 });
    await runRule(due());
    const left = await getDb().selectFrom('export_chunk').select('export_id').execute();
    expect(left.map(({ export_id }) => export_id).sort()).toEqual(
      files
        .slice(2)
        .map(({ id }) => id)
        .sort(),
    );
    const [entry] = (await entries()).filter(({ detail }) => detail.files !== undefined);
    expect(entry?.detail).toMatchObject({ files: 2, days: 30 });
    await getDb().deleteFrom('export_file').execute();
  });

  it('runs again the next day, and says nothing of a day on which nothing was old enough', async () => {
    await setRule(scope, { building, mode: 'delete', days: await middle() });
    await sweepRetention();
    const earlier = (await entries()).length;
    expect(await dueRules()).toEqual([]);
    expect(await dueRules(new Date(Date.now() + dayMs + 1_000))).toEqual([due()]);
    await runRule(due());
    expect(await entries()).toHaveLength(earlier);
  });

  it('stops with the rule, and says how far it came', async () => {
    await setRule(scope, { building, mode: 'delete', days: await middle() });
    const stop = new AbortController();
    const running = runRule(due(), { portion: 3, signal: stop.signal });
    await expect
      .poll(
        async () =>
          (await getDb().selectFrom('retention_rule').select('affected').executeTakeFirst())?.affected,
      )
      .toBeGreaterThan(0);
    await keepAll(scope, building);
    const taken = await running;
    expect((await entries()).at(-1)).toMatchObject({
      outcome: 'done',
      detail: { count: taken, stopped: true },
    });
    expect(await dueRules()).toEqual([]);
  });
});

describe('a hold', () => {
  it('keeps its days from deletion, wherever it was made, and lets go of them when it is removed', async () => {
    const days = await middle();
    const ours = (await events()).filter((event) => event.building_name === building);
    const dayOf = (at: Date) => at.toISOString().slice(0, 10);
    const oldest = ours.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime())[0] ?? new Date();
    const hold = {
      id: null,
      building,
      everywhere: true,
      name: 'Case 12',
      reason: 'Asked for by the police',
      from: dayOf(new Date(oldest.getTime() - dayMs)),
      to: dayOf(new Date(oldest.getTime() + 2 * dayMs)),
    };
    await saveHold(scope, hold);
    const preview = await previewRule(scope, { building, mode: 'delete', days });
    expect(preview.held).toBeGreaterThan(0);
    await setRule(scope, { building, mode: 'delete', days });
    expect(await runRule(due(), { portion: 11 })).toBe(preview.count);
    expect(await previewRule(scope, { building, mode: 'delete', days })).toEqual({
      count: 0,
      held: preview.held,
    });
    // Events remain on both sides of the deleted ones: the sync still finds its place.
    const left = idsOf(await events());
    await readAgain();
    expect(idsOf(await events())).toEqual(left);
    const { id } = await getDb().selectFrom('retention_hold').select('id').executeTakeFirstOrThrow();
    expect(await removeHold(scope, { id, building })).toBe('Case 12');
    await runRule(due(), { now: new Date(Date.now() + dayMs + 1_000) });
    expect((await previewRule(scope, { building, mode: 'delete', days })).count).toBe(0);
  });

  it('without an end, or of another account, or of another building', async () => {
    const days = await middle();
    const all = await previewRule(scope, { building, mode: 'delete', days });
    const base = { id: null, everywhere: false, name: 'Hold', reason: 'Audit', from: '2000-01-01', to: '' };
    await saveHold(scope, { ...base, building: 'Another building' });
    const { account, password } = simulator().accounts.landlord;
    const landlord = await signInScope(account, password, 'landlord');
    await saveHold(landlord, { ...base, building, everywhere: true });
    expect(await previewRule(scope, { building, mode: 'delete', days })).toEqual(all);
    await saveHold(scope, { ...base, building });
    expect(await previewRule(scope, { building, mode: 'delete', days })).toEqual({
      count: 0,
      held: all.count,
    });
  });
});

describe('a rule that makes anonymous', () => {
  it('keeps type, time and door, takes who and room, and the sync neither doubles nor names them again', async () => {
    const days = await middle();
    const before = await events();
    const { count } = await previewRule(scope, { building, mode: 'anonymise', days });
    expect(count).toBeGreaterThan(0);
    await setRule(scope, { building, mode: 'anonymise', days });
    expect(await runRule(due(), { portion: 10 })).toBe(count);
    arriveMany(simulator().cloud, gid, 3);
    await readAgain();
    await readAgain();
    const after = await events();
    expect(after).toHaveLength(before.length + 3);
    const kept = ({ id, at, type, time_text }: (typeof after)[number]) => ({ id, at, type, time_text, gid });
    expect(after.slice(0, before.length).map(kept)).toEqual(before.map(kept));
    const anonymous = after.filter(({ trace }) => trace !== null);
    expect(anonymous).toHaveLength(count);
    expect(anonymous.every(({ who_id, channel }) => who_id === null && channel === null)).toBe(true);
    expect((await previewRule(scope, { building, mode: 'anonymise', days })).count).toBe(0);
  });

  it('is kept when a cloud that gave whole doors wants rooms: nothing stands twice, nothing is named again', async () => {
    await setRule(scope, { building, mode: 'anonymise', days: await middle() });
    expect(await runRule(due())).toBeGreaterThan(0);
    const before = await events();
    simulator().faults.set({ wholeDoor: false });
    await readAgain();
    const after = await events();
    expect(idsOf(after)).toEqual(idsOf(before));
    const nameless = (rows: typeof after) => rows.filter(({ trace }) => trace !== null);
    expect(nameless(after)).toEqual(nameless(before));
    expect(nameless(after).every(({ who_id, channel }) => who_id === null && channel === null)).toBe(true);
    await readAgain();
    expect(idsOf(await events())).toEqual(idsOf(before));
  });

  it('may be followed by one that deletes: the sync still knows the events', async () => {
    await setRule(scope, { building, mode: 'anonymise', days: await middle() });
    await runRule(due());
    await setRule(scope, { building, mode: 'delete', days: await middle() });
    await runRule(due());
    const left = idsOf(await events());
    await readAgain();
    expect(idsOf(await events())).toEqual(left);
  });
});
