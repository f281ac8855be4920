import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { keepShares } from './mutations';

const { url, db } = useDatabase();

test('a share that an older reading writes at the same time does not survive the newer, empty list', async () => {
  const workspaceId = crypto.randomUUID();
  const [older, newer] = [new Date('2026-11-23T08:00:00Z'), new Date('2026-11-23T08:01:00Z')];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into share_reading (workspace_id, gid, channel, state, read_at, tried_at)
       values ($1, 'G1', 4, 'ok', $2, $2)`,
      [workspaceId, older],
    );
    await client.query(
      `insert into share (workspace_id, gid, channel, sub_master, first_seen_at, seen_at)
       values ($1, 'G1', 4, 'guest@mail.example', $2, $2)`,
      [workspaceId, older],
    );
    const keeping = keepShares(workspaceId, [
      { gid: 'G1', channel: 4, asked: 2, askedAt: newer, state: 'ok', value: [] },
    ]);
    const waits = async () =>
      (await client.query("select from pg_locks where not granted and locktype = 'transactionid'")).rowCount;
    while ((await waits()) === 0) await sleep(10);
    await client.query('commit');
    await keeping;
  } finally {
    await client.end();
  }
  const share = await db()
    .selectFrom('share')
    .select('gone_at')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  expect(share.gone_at).toEqual(newer);
});
