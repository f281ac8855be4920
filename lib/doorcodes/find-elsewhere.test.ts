import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { freshenOverview } from '@/lib/desk/overview/freshen';
import type { ScopeChannel } from '@/lib/devices/channel';
import { keepDoorcodes } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { foldText } from '@/lib/text/fold-text';
import { codesMadeElsewhere, codesMadeElsewhereIn } from './find-elsewhere';

useDatabase();
const { simulator } = useSimulator();
let scope: Scope;
let room: ScopeChannel;
let other: ScopeChannel;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  await freshenOverview(scope);
  const [first] = scope.channels;
  const next = scope.channels.find(({ gid, roomKey }) => gid !== first?.gid && roomKey !== first?.roomKey);
  if (!first || !next) throw new Error('the world has too few doors');
  [room, other] = [first, next];
});

beforeEach(async () => {
  await sql`truncate event, event_who, doorcode, doorcode_name`.execute(getDb());
  await sql`truncate doorcode_reading`.execute(getDb());
  await sql`insert into doorcode_reading (workspace_id, gid, channel, state, read_at, tried_at)
    select workspace_id, gid, channel, 'ok', now() - interval '1 hour', now() - interval '1 hour' from room_channel
    where workspace_id = ${scope.workspaceId}`.execute(getDb());
});

let places = 0;

async function used(name: string, hoursAgo: number, { at = room, known = true } = {}): Promise<void> {
  const workspaceId = scope.workspaceId;
  const time = new Date(Date.now() - hoursAgo * 3_600_000);
  await sql`insert into event_who (workspace_id, digest, code_name, folded)
    select ${workspaceId}, ${Buffer.from(name)}, ${name}, ${foldText(`\n${name}`)}
    where not exists (select from event_who where workspace_id = ${workspaceId} and code_name = ${name})`.execute(
    getDb(),
  );
  await sql`insert into event (workspace_id, at, gid, stream, place, channel, attribution, type, who_id, time_text,
      wall, zone, fit, building_name, unit_label, archived_at)
    select ${workspaceId}, ${time}, ${at.gid}, null, ${++places},
      ${known ? at.channel : null}::bigint, ${known ? 'code' : null}, 2, id, '', null, 'UTC', 'exact',
      ${at.buildingName}, ${known ? at.unitLabel : null}, now()
    from event_who where workspace_id = ${workspaceId} and code_name = ${name}`.execute(getDb());
}

let asked = 1_000;
const own = (name: string, digits: string, askedAt = new Date()) => ({
  asked: ++asked,
  gid: room.gid,
  channel: room.channel,
  askedAt,
  state: 'ok' as const,
  value: [
    {
      name,
      validType: 3,
      from: { date: '2020-01-01', time: '00:00:00' },
      to: { date: '2099-01-01', time: '00:00:00' },
      digits,
      pictureUrl: '',
      lockIds: [],
      usable: true,
    },
  ],
});

const names = async () => (await codesMadeElsewhere(scope, 50)).rows.map(({ name }) => name);
const doubts = async () =>
  Object.fromEntries((await codesMadeElsewhere(scope, 50)).rows.map(({ name, doubt }) => [name, doubt]));

describe('a code that was made elsewhere', () => {
  it('is listed by its last use, newest first', async () => {
    await used('Cleaner', 30);
    await used('Cleaner', 5);
    await used('Dog walker', 3);
    await used('Dog walker', 20);
    const { rows, total } = await codesMadeElsewhere(scope, 50);
    expect(rows).toEqual([
      expect.objectContaining({ name: 'Dog walker', building: room.buildingName, unit: room.unitLabel }),
      expect.objectContaining({ name: 'Cleaner', gid: room.gid }),
    ]);
    expect(Date.now() - Date.parse(rows[1]?.lastUsedAt ?? '')).toBeLessThan(6 * 3_600_000);
    expect(total).toBe(2);
    expect(await codesMadeElsewhere(scope, 1)).toMatchObject({ rows: [{ name: 'Dog walker' }], total: 2 });
  });

  it('is not one that this account made: listed, revoked since, or under an earlier name', async () => {
    for (const name of ['Listed', 'Revoked', 'Old name', 'New name', 'Stranger']) await used(name, 10);
    const { workspaceId } = scope;
    const hour = (ago: number) => new Date(Date.now() - ago * 3_600_000);
    await keepDoorcodes(workspaceId, [own('Revoked', '10000001', hour(0.9))]);
    await keepDoorcodes(workspaceId, [own('Old name', '10000002', hour(0.8))]);
    await keepDoorcodes(workspaceId, [own('New name', '10000002', hour(0.7))]);
    await keepDoorcodes(workspaceId, [own('Listed', '10000003', hour(0.6))]);
    expect(await names()).toEqual(['Stranger']);
  });

  it('is judged per door: the list of another door does not matter', async () => {
    const hour = (ago: number) => new Date(Date.now() - ago * 3_600_000);
    await keepDoorcodes(scope.workspaceId, [own('Cleaner', '10000004', hour(0.9))]);
    await used('Cleaner', 10);
    await used('Cleaner', 9, { at: other });
    const there = expect.objectContaining({ name: 'Cleaner', gid: other.gid, building: other.buildingName });
    expect((await codesMadeElsewhere(scope, 50)).rows).toEqual([there]);
    expect(await codesMadeElsewhereIn(scope, room.roomKey, 50)).toEqual([]);
    expect(await codesMadeElsewhereIn(scope, other.roomKey, 50)).toEqual([there]);

    // Its code at the first door has ended and was last used there. The name is ours there, and not at the other door.
    await keepDoorcodes(scope.workspaceId, [{ ...own('Else', '10000005', hour(0.8)) }]);
    await used('Cleaner', 1);
    expect((await codesMadeElsewhere(scope, 50)).rows).toEqual([there]);
  });

  it('has its last use at each door where it was used', async () => {
    await used('Cleaner', 30);
    await used('Cleaner', 20, { at: other });
    await used('Cleaner', 10);
    const { rows, total } = await codesMadeElsewhere(scope, 50);
    expect(
      rows.map(({ gid, lastUsedAt }) => [gid, Math.round((Date.now() - Date.parse(lastUsedAt)) / 3_600_000)]),
    ).toEqual([
      [room.gid, 10],
      [other.gid, 20],
    ]);
    expect(total).toBe(2);
  });

  it.each([
    ['was never read', sql`delete from doorcode_reading where`],
    ['was never read with success', sql`update doorcode_reading set state = 'failed', read_at = null where`],
    ['is refused to this account', sql`update doorcode_reading set state = 'refused' where`],
  ])('is shown with a doubt while the list of a room at that door %s', async (_, change) => {
    await used('Stranger', 10);
    await used('Stranger there', 9, { at: other });
    expect(await doubts()).toEqual({ Stranger: null, 'Stranger there': null });
    await sql`${change} workspace_id = ${scope.workspaceId} and gid = ${room.gid} and channel = ${room.channel}`.execute(
      getDb(),
    );
    const rooms = scope.channels.filter(({ gid }) => gid === room.gid).length;
    expect(await doubts()).toEqual({
      Stranger: { kind: 'partly', unread: 1, rooms },
      'Stranger there': null,
    });
  });

  it('is shown at once, with a note, when it first opened a door after the lists were read', async () => {
    await used('New', 0.1);
    await used('Known', 10);
    const [first] = (await codesMadeElsewhere(scope, 50)).rows;
    expect(first).toMatchObject({ name: 'New', doubt: { kind: 'since' } });
    expect((await codesMadeElsewhereIn(scope, room.roomKey, 50))[0]).toEqual(
      expect.objectContaining({ name: 'New', doubt: first?.doubt }),
    );
    await sql`update doorcode_reading set read_at = now()`.execute(getDb());
    expect(await doubts()).toEqual({ New: null, Known: null });
  });

  it('is not shown for a door of which no list was read; such doors are counted', async () => {
    await used('Stranger', 10);
    await used('Stranger there', 10, { at: other });
    await sql`update doorcode_reading set state = 'failed', read_at = null where gid = ${room.gid}`.execute(
      getDb(),
    );
    const { rows, doorsUnread } = await codesMadeElsewhere(scope, 50);
    expect([rows.map(({ name }) => name), doorsUnread]).toEqual([['Stranger there'], 1]);
  });

  it('is on a room’s page when the event is known to be of that room', async () => {
    await used('Known', 10);
    await used('Not known', 9, { known: false });
    await used('Elsewhere', 8, { at: other });
    expect((await codesMadeElsewhereIn(scope, room.roomKey, 50)).map(({ name }) => name)).toEqual(['Known']);
  });

  it('is found by indexes, whatever the number of events', async () => {
    await used('Stranger', 10);
    const { workspaceId } = scope;
    await sql`insert into event (workspace_id, at, gid, place, type, time_text, zone, fit, building_name, archived_at)
      select ${workspaceId}, now() - n * interval '1 second', ${room.gid}, n, 4, '', 'UTC', 'exact', 'x', now()
      from generate_series(1, 20000) as n`.execute(getDb());
    await sql`analyze event`.execute(getDb());
    await sql`select pg_stat_force_next_flush()`.execute(getDb());
    const scans = async () => {
      const { rows } = await sql<{ n: number }>`select seq_tup_read::bigint as n from pg_stat_user_tables
        where relname = 'event'`.execute(getDb());
      return Number(rows[0]?.n ?? 0);
    };
    const before = await scans();
    expect(await names()).toEqual(['Stranger']);
    await sql`select pg_stat_force_next_flush()`.execute(getDb());
    expect((await scans()) - before).toBeLessThan(20_000);
  });
});
