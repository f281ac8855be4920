import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { callerOf, type Scope } from '@/lib/auth/scope';
import type { ChangeOutcome } from '@/lib/changes/outcome';
import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { revokeDoorcode } from '@/lib/doorcodes/mutations';
import { checkTargets, keepRequests } from '@/lib/doorcodes/requests';
import { sendRequest } from '@/lib/doorcodes/send-request';
import { assignMaster, removeMaster, replaceMaster } from '@/lib/masters/mutations';
import { type Place, readPlaces } from '@/lib/places/data';
import { addShare, removeShare } from '@/lib/shares/mutations';
import { dropShare, putCode, putShare, setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import fc from '@/lib/testing/fast-check';
import {
  type Fact,
  facts,
  type Kept,
  RoomRecord,
  readIntervals,
  type State,
} from '@/lib/testing/room-record';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { keepDoorcodes, keepMasters, keepShares } from './mutations';
import type { Outcome } from './outcome';
import { askDoorcodes, askMaster, askShares } from './refresh-room';

const database = useDatabase();
const { simulator } = useSimulator({ size: { buildings: 1, flats: 2, days: 1, visitsPerDay: 0 } });

const runs = Math.max(1, Math.round(Number(process.env.ARCHIVE_RUNS ?? 400) / 4));

let scope: Scope;
let place: Place;
let people: string[];
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  const [first] = await readPlaces(scope);
  if (!first) throw new Error('the manager has no room');
  place = first;
  people = simulator()
    .cloud.world.accounts()
    .filter(({ type, activated }) => type !== 1 && activated)
    .slice(0, 3)
    .map((one) => one.account);
});
beforeEach(emptyRoom);

async function emptyRoom(): Promise<void> {
  simulator().faults.clear();
  for (const table of [
    ...(['master', 'master_reading', 'share', 'share_reading'] as const),
    ...(['doorcode', 'doorcode_version', 'doorcode_reading', 'doorcode_request'] as const),
  ])
    await getDb().deleteFrom(table).where('workspace_id', '=', scope.workspaceId).execute();
  const room = simulator().cloud.world.findRoom(place.gid, place.channel);
  if (room) Object.assign(room, { master: null, shares: [] });
  for (const code of simulator().cloud.world.codesOf(place.gid, place.channel)) code.revoked = true;
}

const at = () => ({ gid: place.gid, channel: place.channel });
const window = { from: { date: 20270101, time: 90000 }, to: { date: 20280101, time: 90000 } };

type Wish = { fact: Fact; person: number; how: number };
const ways = ['whole', 'whole', 'whole', 'failed', 'partial', 'late', 'lost', 'killed'] as const;
const stepAbout = (fact: fc.Arbitrary<Fact>) => {
  const wish = fc.record({ fact, person: fc.nat(1), how: fc.nat(2) });
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('others' as const), wish }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('ours' as const),
        wish,
        fate: fc.constantFrom(
          'answered' as const,
          'answered' as const,
          'answer lost' as const,
          'killed' as const,
        ),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        fact,
        how: fc.constantFrom(...ways),
        ms: fc.nat(8),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('deliver' as const) }) },
  );
};
type Step = ReturnType<typeof stepAbout> extends fc.Arbitrary<infer T> ? T : never;

/** All facts, or often changes of the same. */
const steps = fc
  .constantFrom<Fact[]>([...facts], ...facts.map((fact) => [fact]))
  .chain((some) => fc.array(stepAbout(fc.constantFrom(...some)), { minLength: 3, maxLength: 20 }));

/** What the vendor's app or other people do. */
function changeElsewhere({ fact, person, how }: Wish): void {
  const { cloud } = simulator();
  const who = people[person] ?? '';
  const room = cloud.world.findRoom(place.gid, place.channel);
  const codes = cloud.world.codesOf(place.gid, place.channel).filter((code) => !code.revoked);
  const code = codes[person % Math.max(1, codes.length)];
  if (fact === 'master') setMaster(cloud, at(), how === 0 ? null : who);
  else if (fact === 'shares') {
    if (room?.shares.includes(who)) dropShare(cloud, at(), who);
    else putShare(cloud, at(), who);
  } else if (how === 0 || !code)
    putCode(cloud, { ...at(), ...window, creator: scope.account, name: `Code ${person}` });
  else if (how === 1) code.revoked = true;
  else code.name = `${code.name}'`;
}

/** What Doordesk does. Null: there was nothing to do. */
async function changeHere({ fact, person, how }: Wish): Promise<ChangeOutcome | null> {
  const who = people[person] ?? '';
  const [master = ''] = simulator().cloud.world.findRoom(place.gid, place.channel)?.master ?? '';
  if (fact === 'master') {
    if (how === 0) return removeMaster(scope, at());
    return (master === '' ? assignMaster : replaceMaster)(scope, at(), { master: who });
  }
  if (fact === 'shares') {
    const room = simulator().cloud.world.findRoom(place.gid, place.channel);
    return (room?.shares.includes(who) ? removeShare : addShare)(scope, at(), { subMaster: who });
  }
  if (how === 0) {
    const input = {
      batch: crypto.randomUUID(),
      name: 'Plumber',
      from: '2027-01-01T09:00',
      to: '2028-01-01T09:00',
      targets: [{ ...at(), lockIds: place.locks.map(({ id }) => id) }],
    };
    const [request] = await keepRequests(getDb(), scope, input, await checkTargets(scope, input));
    return request ? sendRequest(scope, request.id) : null;
  }
  const codes = await getDb()
    .selectFrom('doorcode')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where('gone_at', 'is', null)
    .orderBy('first_seen_at')
    .execute();
  const code = codes[person % Math.max(1, codes.length)];
  return code ? revokeDoorcode(scope, code.id) : null;
}

/** The process ends after it has sent the change, before it reads back. */
async function changeAndDie({ fact, person, how }: Wish): Promise<void> {
  const { account, password } = callerOf(scope);
  const about = { account, password, ...at() };
  const who = people[person] ?? '';
  const room = simulator().cloud.world.findRoom(place.gid, place.channel);
  const calls = getDoordeer();
  const sent =
    fact === 'shares'
      ? calls.call(
          room?.shares.includes(who) ? 'removeShare' : 'addShare',
          { ...about, subMaster: who },
          { by: scope, at: at() },
        )
      : how === 0
        ? calls.call(
            'changeMaster',
            { ...about, action: 'remove', master: room?.master ?? who },
            { by: scope, at: at() },
          )
        : calls.call('changeMaster', { ...about, action: 'replace', master: who }, { by: scope, at: at() });
  // The cloud may refuse it, for example a share with the room's master.
  await sent.catch(() => {});
}

type Held = { state: State; keep: () => Promise<void> };

async function ask(fact: Fact, isPartial: boolean): Promise<() => Promise<void>> {
  if (fact === 'master') {
    const outcome = await askMaster(scope, at());
    return () => keepMasters(scope.workspaceId, [outcome]);
  }
  if (fact === 'shares') {
    const outcome = cut(await askShares(scope, at()), isPartial);
    return () => keepShares(scope.workspaceId, [outcome]);
  }
  const outcome = cut(await askDoorcodes(scope, at()), isPartial);
  return () => keepDoorcodes(scope.workspaceId, [outcome]);
}

/** Without its first entry, as if that could not be read. */
function cut<T>(outcome: Outcome<T[]>, isPartial: boolean): Outcome<T[]> {
  if (outcome.state !== 'ok' || !isPartial) return outcome;
  return { ...outcome, value: outcome.value.slice(1), skipped: 1 };
}

/** Ends the connections that are in a transaction, as when the process dies. */
async function killTransactions(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`,
  );
  await client.end();
}

const failures = { master: ['GetMainer', 2], shares: ['ShareList', 2], doorcodes: ['GetQrList', 5] } as const;

async function read(
  record: RoomRecord,
  { fact, how, ms }: Step & { kind: 'read' },
  held: Held[],
): Promise<void> {
  const state = record.state();
  const [call, re] = failures[fact];
  if (how === 'failed') simulator().faults.next({ effect: 'answer', json: { re }, call });
  const keep = await ask(fact, how === 'partial');
  // The process ends before it stores the answer.
  if (how === 'lost') return;
  if (how === 'late') {
    held.push({ state, keep });
    return;
  }
  if (how === 'killed') {
    const keeping = keep().catch(() => {});
    await sleep(ms);
    await killTransactions();
    await keeping;
  } else await keep();
  await record.noteReadings(state);
}

async function take(record: RoomRecord, one: Step, held: Held[]): Promise<void> {
  if (one.kind === 'read') return read(record, one, held);
  if (one.kind === 'deliver') {
    const late = held.shift();
    await late?.keep();
    return late && record.noteReadings(late.state);
  }
  if (one.kind === 'others') return record.change('others', async () => changeElsewhere(one.wish));
  if (one.fate === 'killed' && one.wish.fact !== 'doorcodes')
    return record.change('us', () => changeAndDie(one.wish));
  for (const call of ['Authowner', 'AuthChange', 'ShareAdd', 'Sharedel', 'getQrCode', 'DelTemPwd'])
    if (one.fate === 'answer lost') simulator().faults.next({ effect: 'drop-after', call });
  const { askedAt: begun } = await drawReadingOrder();
  const before = record.state();
  const outcome = await record.change('us', () => changeHere(one.wish));
  simulator().faults.clear();
  await record.noteReadings(record.state());
  if (outcome?.state === 'verified' && !outcome.already) await expectDone(record, before, begun.getTime());
}

/** What our change began or ended, and what was stored of it since, is marked as ours. */
async function expectDone(record: RoomRecord, before: State, begun: number): Promise<void> {
  const now = record.state();
  for (const one of await readIntervals(scope, at())) {
    // A new master's share ends with our change too, but no reading back is about it.
    const began = now[one.fact].has(one.key) && !before[one.fact].has(one.key);
    if (began && one.goneAt === null && one.firstSeenAt >= begun)
      expect(one).toMatchObject({ origin: 'done' });
    const ended = before[one.fact].has(one.key) && !now[one.fact].has(one.key);
    if (ended && one.fact !== 'shares' && (one.goneAt ?? 0) >= begun)
      expect(one).toMatchObject({ endedBy: 'done' });
  }
}

async function expectTruth(record: RoomRecord): Promise<void> {
  const kept = await readIntervals(scope, at());
  for (const fact of facts) {
    const own = kept.filter((one) => one.fact === fact);
    const lines = fact === 'master' ? [own] : [...Map.groupBy(own, ({ key }) => key).values()];
    for (const line of lines) expectNoOverlap(line, fact === 'master');
    for (const one of own) {
      expectBounds(record, one);
      // A failed, partial or late reading ends nothing.
      if (one.goneAt !== null) expect(record.mayBeWhole(fact, one.goneAt), JSON.stringify(one)).toBe(true);
    }
    for (const { at: time, state } of record.readings(fact)) {
      const then = own.filter((one) => one.firstSeenAt <= time && (one.goneAt ?? Infinity) > time);
      const shown = then.map(({ key, values }) => [
        key,
        values.find(({ until }) => until > time)?.value ?? '',
      ]);
      expect(shown.sort(), `${fact} at ${time}`).toEqual([...state[fact]].sort());
    }
  }
}

function expectNoOverlap(line: Kept[], isGapless: boolean): void {
  for (const [index, one] of line.entries()) {
    const next = line[index + 1];
    if (!next) continue;
    expect(one.goneAt).not.toBeNull();
    if (isGapless) expect(next.firstSeenAt).toBe(one.goneAt);
    else expect(next.firstSeenAt).toBeGreaterThanOrEqual(one.goneAt ?? Infinity);
    expect(next.absentAt).not.toBeNull();
  }
}

/** Each beginning and end lies between its two readings, which the cloud's own record confirms. */
function expectBounds(record: RoomRecord, one: Kept): void {
  const { fact, key, absentAt, firstSeenAt, seenAt, goneAt } = one;
  const what = JSON.stringify(one);
  expect(record.mayHave(fact, key, firstSeenAt), what).toBe(true);
  expect(record.mayHave(fact, key, seenAt), what).toBe(true);
  expect(firstSeenAt <= seenAt, what).toBe(true);
  if (absentAt !== null) {
    expect(absentAt < firstSeenAt, what).toBe(true);
    expect(record.mayLack(fact, key, absentAt), what).toBe(true);
  }
  if (goneAt !== null) {
    expect(seenAt < goneAt, what).toBe(true);
    expect(record.mayLack(fact, key, goneAt), what).toBe(true);
  }
  if (one.origin === 'done')
    expect(record.wasOurs(fact, key, { begins: true, after: absentAt ?? 0, until: firstSeenAt }), what).toBe(
      true,
    );
  if (one.endedBy === 'done')
    expect(record.wasOurs(fact, key, { begins: false, after: seenAt, until: goneAt ?? 0 }), what).toBe(true);
}

test('what is kept agrees with the cloud’s own record, whatever changes, fails, comes late or is killed', async () => {
  await fc.assert(
    fc
      .asyncProperty(steps, async (some) => {
        const record = new RoomRecord(simulator(), scope, at());
        const held: Held[] = [];
        for (const one of some) {
          await take(record, one, held);
          // Times have whole milliseconds.
          await sleep(2);
        }
        for (const late of held) {
          await late.keep();
          await record.noteReadings(late.state);
        }
        await expectTruth(record);
      })
      .beforeEach(emptyRoom),
    { numRuns: runs },
  );
}, 300_000);
