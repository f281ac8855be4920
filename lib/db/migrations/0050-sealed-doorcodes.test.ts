import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import type { Database } from '../schema';
import { doorcodeDigest, openDoorcode, openPicture } from '../vault/doorcode-secret';
import { up } from './0050-sealed-doorcodes';

const database = useDatabase();
const workspaceId = randomUUID();

/** As the version before had it. */
async function undo(db: Kysely<Database>): Promise<void> {
  await sql`drop index doorcode_current, doorcode_digest`.execute(db);
  await sql`
    alter table doorcode drop column digest, drop column sealed, add column digits text not null,
      add column picture_url text not null`.execute(db);
  await sql`alter table doorcode_request drop column sealed_picture, add column picture_url text`.execute(db);
  await sql`
    create unique index doorcode_current on doorcode (workspace_id, gid, channel, digits, from_wall, to_wall)
      nulls not distinct where gone_at is null`.execute(db);
  await sql`create index doorcode_digits on doorcode (workspace_id, gid, channel, digits)`.execute(db);
}

beforeAll(async () => {
  const db = database.db();
  await undo(db);
  // More than one portion. Every second one ended 60 days ago.
  await sql`
    insert into doorcode (workspace_id, gid, channel, digits, name, folded, order_name, valid_type, from_wall, to_wall,
      from_at, to_at, picture_url, lock_ids, usable, first_seen_at, seen_at)
    select ${workspaceId}, 'G', n, lpad(n::text, 8, '7'), 'code ' || n, '', '', 3, '', '',
      now() - interval '90 days', now() + (case when n % 2 = 0 then -60 else 60 end) * interval '1 day',
      'https://cloud.example/qr/token' || n, '[]', n % 2 = 1, now(), now()
    from generate_series(1, 2500) as n`.execute(db);
  for (const [name, days] of [
    ['live', 60],
    ['over', -60],
  ] as const)
    await sql`
      insert into doorcode_request (workspace_id, batch, gid, channel, name, lock_ids, from_wall, to_wall, to_at, state,
        picture_url, known_before, session_id, actor)
      values (${workspaceId}, gen_random_uuid(), 'G', 1, ${name}, '[]', '', '', now() + ${days} * interval '1 day',
        'unknown', 'https://cloud.example/qr/token1', '["[\\"77777771\\",null,null]"]', gen_random_uuid(), '')`.execute(
      db,
    );
});

test('codes of an older version open after the upgrade, those that ended long ago have lost their digits', async () => {
  const db = database.db();
  await db.transaction().execute((trx) => up(untyped(trx)));
  const codes = await db.selectFrom('doorcode').selectAll().orderBy('channel').execute();
  expect(codes).toHaveLength(2_500);
  for (const code of codes) {
    const digits = String(code.channel).padStart(8, '7');
    expect(code.digest).toEqual(doorcodeDigest(workspaceId, digits));
    expect(openDoorcode({ ...code, workspaceId }, code.sealed)).toEqual(
      code.channel % 2 === 0 ? null : { digits, pictureUrl: `https://cloud.example/qr/token${code.channel}` },
    );
  }
  const requests = await db.selectFrom('doorcode_request').selectAll().orderBy('name').execute();
  expect(requests.map((one) => [one.name, openPicture(one, one.sealed_picture), one.known_before])).toEqual([
    [
      'live',
      'https://cloud.example/qr/token1',
      [doorcodeDigest(workspaceId, '["77777771",null,null]').toString('hex')],
    ],
    ['over', null, null],
  ]);
});

test('no page of the tables holds what the dropped columns held', async () => {
  const db = database.db();
  await sql`checkpoint`.execute(db);
  for (const table of ['doorcode', 'doorcode_request']) {
    const { rows } = await sql<{ found: boolean }>`
      select position('token1'::bytea in pg_read_binary_file(pg_relation_filepath(${table}))) > 0 as found`.execute(
      db,
    );
    expect(rows).toEqual([{ found: false }]);
  }
});
