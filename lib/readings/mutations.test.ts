import { beforeEach, describe, expect, it } from 'vitest';
import { openDoorcode } from '@/lib/db/vault/doorcode-secret';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { useDatabase } from '@/lib/testing/database';
import { keepDoorcodes, keepMasters, keepShares, rezoneDoorcodes } from './mutations';
import type { Outcome } from './outcome';

const { db } = useDatabase();
const at = { gid: 'G1', channel: 4 };
const time = (minute: number) => new Date(Date.UTC(2026, 10, 23, 8, minute));
const ok = <T>(value: T, minute: number) => ({
  ...at,
  asked: minute,
  askedAt: time(minute),
  state: 'ok' as const,
  value,
});
const failed = (minute: number): Outcome<never> => ({
  ...at,
  asked: minute,
  askedAt: time(minute),
  state: 'failed',
  errorCode: 'cloud-timeout',
  retryable: true,
});
const refused = (minute: number): Outcome<never> => ({
  ...at,
  asked: minute,
  askedAt: time(minute),
  state: 'refused',
  errorCode: 'refused-not-master',
  retryable: false,
});

let workspaceId = '';
beforeEach(() => {
  workspaceId = crypto.randomUUID();
});
const master = () =>
  db()
    .selectFrom('master_reading')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
const shares = async () =>
  (
    await db()
      .selectFrom('share')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('first_seen_at')
      .execute()
  ).map((row) => [row.sub_master, row.gone_at === null ? 'here' : 'gone'].join(' '));
const codes = async () => {
  const rows = await db()
    .selectFrom('doorcode')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .execute();
  return rows
    .map((row) => ({ ...row, ...openDoorcode({ ...row, workspaceId }, row.sealed) }))
    .sort((one, other) => (one.digits ?? '').localeCompare(other.digits ?? ''));
};

function code(digits: string, rest: Partial<VendorDoorcode> = {}): VendorDoorcode {
  return {
    name: 'Cleaner',
    validType: 3,
    from: { date: '2026-11-24', time: '09:00:00' },
    to: { date: '2026-11-24', time: '12:00:00' },
    digits,
    pictureUrl: `https://cloud.example/qr/${digits}.png`,
    lockIds: ['A01'],
    usable: true,
    ...rest,
  };
}

describe('a reading of the room master', () => {
  it.each([
    ['failed', failed(5), 'cloud-timeout'],
    ['refused', refused(5), 'refused-not-master'],
  ])('keeps the known master, and since when, when a later one is %s', async (state, outcome, errorCode) => {
    await keepMasters(workspaceId, [ok('anna@example.com', 1)]);
    await keepMasters(workspaceId, [outcome]);
    expect(await master()).toMatchObject({
      state,
      master: 'anna@example.com',
      error_code: errorCode,
      read_at: time(1),
      tried_at: time(5),
    });
  });

  it('distinguishes a room without a master from one never read', async () => {
    await keepMasters(workspaceId, [failed(1)]);
    expect(await master()).toMatchObject({ master: null, read_at: null });
    await keepMasters(workspaceId, [ok(null, 2)]);
    expect(await master()).toMatchObject({ master: null, read_at: time(2), state: 'ok', error_code: null });
  });

  it('is not undone by the answer to an earlier request', async () => {
    await keepMasters(workspaceId, [ok('new@example.com', 5)]);
    await keepMasters(workspaceId, [ok('old@example.com', 4)]);
    expect((await master()).master).toBe('new@example.com');
  });

  it('takes the newest of two in one batch', async () => {
    await keepMasters(workspaceId, [ok('b@example.com', 3), ok('a@example.com', 2)]);
    expect((await master()).master).toBe('b@example.com');
  });

  it('ends one interval and begins the next, between the same two readings', async () => {
    const connectionId = crypto.randomUUID();
    await keepMasters(workspaceId, [{ ...ok('anna@example.com', 1), connectionId }]);
    await keepMasters(workspaceId, [ok('anna@example.com', 2), { ...ok(null, 1), channel: 5 }]);
    await keepMasters(workspaceId, [failed(3)]);
    await keepMasters(workspaceId, [ok('ben@example.com', 4), { ...ok(null, 4), channel: 5 }]);
    await keepMasters(workspaceId, [ok(null, 5)]);
    const rows = await db()
      .selectFrom('master')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('channel', '=', at.channel)
      .orderBy('first_seen_at')
      .execute();
    expect(
      rows.map((row) => [row.master, row.absent_at, row.first_seen_at, row.seen_at, row.gone_at]),
    ).toEqual([
      ['anna@example.com', null, time(1), time(2), time(4)],
      ['ben@example.com', time(2), time(4), time(4), time(5)],
      [null, time(4), time(5), time(5), null],
    ]);
    expect(rows.map((row) => row.connection_id)).toEqual([connectionId, null, null]);
    expect(rows.map((row) => [row.origin, row.ended_by])).toEqual([
      ['seen', 'seen'],
      ['seen', 'seen'],
      ['seen', null],
    ]);
  });

  it('does not turn an interval around when the clock was set back', async () => {
    await keepMasters(workspaceId, [{ ...ok('anna@example.com', 9), asked: 1 }]);
    await keepMasters(workspaceId, [{ ...ok('ben@example.com', 2), asked: 2 }]);
    const rows = await db()
      .selectFrom('master')
      .select(['first_seen_at', 'gone_at'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('gone_at')
      .execute();
    expect(rows).toEqual([
      { first_seen_at: time(9), gone_at: time(9) },
      { first_seen_at: time(9), gone_at: null },
    ]);
  });
});

describe('a reading of the shares', () => {
  it('adds new ones, ends those that are gone, and gives a new row to one that returns', async () => {
    await keepShares(workspaceId, [ok(['a', 'b', 'a'], 1)]);
    await keepShares(workspaceId, [ok(['b', 'c'], 2)]);
    expect(await shares()).toEqual(expect.arrayContaining(['a gone', 'b here', 'c here']));
    await keepShares(workspaceId, [ok(['a'], 3)]);
    expect((await shares()).filter((row) => row.startsWith('a'))).toEqual(['a gone', 'a here']);
  });

  it('begins a share after the last whole list that lacked it', async () => {
    await keepShares(workspaceId, [ok([], 1)]);
    await keepShares(workspaceId, [ok([], 2)]);
    await keepShares(workspaceId, [failed(3)]);
    await keepShares(workspaceId, [{ ...ok(['a'], 4), skipped: 1 }]);
    await keepShares(workspaceId, [ok(['a', 'b'], 5)]);
    const rows = await db()
      .selectFrom('share')
      .select(['sub_master', 'absent_at', 'first_seen_at', 'seen_at'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('sub_master')
      .execute();
    expect(rows).toEqual([
      { sub_master: 'a', absent_at: time(2), first_seen_at: time(4), seen_at: time(5) },
      { sub_master: 'b', absent_at: time(2), first_seen_at: time(5), seen_at: time(5) },
    ]);
  });

  it('ends no share when it failed or was refused', async () => {
    await keepShares(workspaceId, [ok(['a'], 1)]);
    await keepShares(workspaceId, [failed(2)]);
    await keepShares(workspaceId, [refused(3)]);
    expect(await shares()).toEqual(['a here']);
  });

  it('with invalid entries adds shares, ends none, and counts as failed', async () => {
    await keepShares(workspaceId, [ok(['a'], 1)]);
    await keepShares(workspaceId, [{ ...ok(['b'], 2), skipped: 1 }]);
    expect(await shares()).toEqual(['a here', 'b here']);
    const reading = await db()
      .selectFrom('share_reading')
      .select(['state', 'error_code', 'read_at'])
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    expect(reading).toEqual({ state: 'failed', error_code: 'cloud-nonsense', read_at: time(1) });
  });

  it('is not undone by the answer to an earlier request', async () => {
    await keepShares(workspaceId, [ok(['a', 'b'], 5)]);
    await keepShares(workspaceId, [ok(['a'], 4)]);
    expect(await shares()).toEqual(expect.arrayContaining(['a here', 'b here']));
  });
});

describe('a reading of the doorcodes', () => {
  it('stores the vendor’s wall time next to the instant on the door’s clock', async () => {
    await db()
      .insertInto('door')
      .values({
        workspace_id: workspaceId,
        gid: 'G1',
        kind: 'doorbell',
        model: '',
        building_name: 'Harbor View',
        timezone: 8,
        locks: '[]',
        present: true,
        read_at: new Date(),
      })
      .execute();
    await keepDoorcodes(workspaceId, [ok([code('12345678')], 1)]);
    expect(await codes()).toMatchObject([
      { from_wall: '2026-11-24 09:00:00', from_at: new Date('2026-11-24T01:00:00Z'), lock_ids: ['A01'] },
    ]);
    await rezoneDoorcodes(db(), workspaceId, 'G1', { name: 'Europe/Berlin', source: 'chosen' });
    expect(await codes()).toMatchObject([
      { from_wall: '2026-11-24 09:00:00', to_at: new Date('2026-11-24T11:00:00Z') },
    ]);
  });

  it('ends a code that a newer list lacks, and recognises it if it returns', async () => {
    await keepDoorcodes(workspaceId, [ok([code('11111111'), code('22222222')], 1)]);
    const first = await codes();
    await keepDoorcodes(workspaceId, [ok([code('22222222')], 2)]);
    expect((await codes()).map((row) => row.gone_at)).toEqual([time(2), null]);
    await keepDoorcodes(workspaceId, [ok([code('11111111'), code('22222222')], 3)]);
    const again = await codes();
    expect(again.map((row) => row.gone_at)).toEqual([null, null]);
    expect(again.map((row) => row.id)).toEqual(first.map((row) => row.id));
  });

  it('treats the same digits with another window as another code', async () => {
    const later = { from: { date: '2027-01-01', time: '00:00:00' }, to: null };
    await keepDoorcodes(workspaceId, [ok([code('11111111', { usable: false }), code('11111111', later)], 1)]);
    await keepDoorcodes(workspaceId, [ok([code('11111111', { usable: false }), code('11111111', later)], 2)]);
    expect(await codes()).toHaveLength(2);
  });

  it('keeps the values that a code had, and its id', async () => {
    await keepDoorcodes(workspaceId, [ok([code('11111111', { lockIds: ['A01', 'A02'] })], 1)]);
    const [first] = await codes();
    await keepDoorcodes(workspaceId, [ok([code('11111111', { lockIds: ['A02', 'A01'] })], 2)]);
    await keepDoorcodes(workspaceId, [ok([code('11111111', { name: 'Painter' })], 3)]);
    await keepDoorcodes(workspaceId, [ok([code('11111111', { name: 'Painter', usable: false })], 4)]);
    expect(await codes()).toMatchObject([{ id: first?.id, name: 'Painter', usable: false, gone_at: null }]);
    const versions = await db()
      .selectFrom('doorcode_version')
      .selectAll()
      .where('doorcode_id', '=', first?.id ?? '')
      .orderBy('gone_at')
      .execute();
    const set = (locks: string[]) => [...locks].sort();
    expect(
      versions.map((row) => [row.name, set(row.lock_ids), row.usable, row.seen_at, row.gone_at]),
    ).toEqual([
      ['Cleaner', ['A01', 'A02'], true, time(2), time(3)],
      ['Painter', ['A01'], true, time(3), time(4)],
    ]);
  });

  it('loses nothing when it failed, and counts a code listed twice once', async () => {
    await keepDoorcodes(workspaceId, [ok([code('11111111'), code('11111111')], 1)]);
    await keepDoorcodes(workspaceId, [failed(2)]);
    expect((await codes()).map((row) => row.gone_at)).toEqual([null]);
  });

  it('writes batches that overlap at once without a deadlock', async () => {
    const batch = (minute: number) =>
      Array.from({ length: 60 }, (_, channel) => ({ ...ok([code('11111111')], minute), channel }));
    await Promise.all([
      keepDoorcodes(workspaceId, batch(1)),
      keepDoorcodes(workspaceId, batch(2).toReversed()),
      keepDoorcodes(workspaceId, batch(3)),
    ]);
    expect(await codes()).toHaveLength(60);
  });
});
