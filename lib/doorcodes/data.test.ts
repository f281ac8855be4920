import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { loadShares } from '@/lib/shares/data';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { loadDoorcodes, loadRoomDoorcodes } from './data';
import { doorcodesQuery } from './schema';

const { db } = useDatabase();
const { simulator } = useSimulator();

/** Until another connection waits for a lock: the loader has come to the readings, and to nothing behind them. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ held: number }>`
      select count(*) as held from pg_locks join pg_database on pg_database.oid = pg_locks.database
      where not granted and datname = current_database()`.execute(db());
    if ((rows[0]?.held ?? 0) > 0) return;
  }
}

it('never takes a list for whole that was read before the last of it was kept', async () => {
  const { account, password } = simulator().accounts.master;
  const scope = await signInScope(account, password, 'landlord');
  const [place] = scope.channels;
  if (!place) throw new Error('the master has no room');
  const at = { workspace_id: scope.workspaceId, gid: place.gid, channel: place.channel };
  const now = new Date();
  let loading: Promise<unknown[]> = Promise.resolve([]);
  await db()
    .transaction()
    .execute(async (trx) => {
      await sql`lock table doorcode_reading, share_reading in access exclusive mode`.execute(trx);
      loading = Promise.all([
        loadDoorcodes(scope, doorcodesQuery.parse({})),
        loadRoomDoorcodes(scope, place.roomKey),
        loadShares(scope),
      ]);
      await untilSomebodyWaits();
      // What is not held back by the lock has had its time.
      for (let turn = 0; turn < 20; turn += 1) await sql`select 1`.execute(db());
      await trx
        .insertInto('doorcode')
        .values({
          ...at,
          digits: '12345678',
          name: 'Late',
          valid_type: 3,
          from_wall: null,
          to_wall: null,
          from_at: null,
          to_at: null,
          picture_url: '',
          lock_ids: JSON.stringify(['A01']),
          usable: true,
          first_seen_at: now,
          seen_at: now,
          gone_at: null,
        })
        .execute();
      await trx
        .insertInto('share')
        .values({ ...at, sub_master: 'late@x.example', first_seen_at: now, seen_at: now, gone_at: null })
        .execute();
      for (const table of ['doorcode_reading', 'share_reading'] as const) {
        const reading = { state: 'ok', error_code: null, read_at: now, tried_at: now } as const;
        await trx
          .insertInto(table)
          .values(scope.channels.map(({ gid, channel }) => ({ ...at, gid, channel, ...reading })))
          .execute();
      }
    });
  const [list, flat, shares] = (await loading) as [
    Awaited<ReturnType<typeof loadDoorcodes>>,
    Awaited<ReturnType<typeof loadRoomDoorcodes>>,
    Awaited<ReturnType<typeof loadShares>>,
  ];
  expect(list.gaps.unread).toBe(0);
  expect(list.rows.map(({ name }) => name)).toEqual(['Late']);
  expect(flat?.rows.map(({ name }) => name)).toEqual(['Late']);
  expect(shares.gaps.unread).toBe(0);
  expect(shares.rows.map((row) => row.account)).toEqual(['late@x.example']);
});
