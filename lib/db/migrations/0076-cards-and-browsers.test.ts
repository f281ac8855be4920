import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { handedKeyKeys } from '@/lib/text/stored-keys';
import { up } from './0076-cards-and-browsers';

const database = useDatabase();

test('keys of the build before stay, and a number can be handed out in two buildings', async () => {
  const db = database.db();
  const workspaceId = await ensureWorkspace(db, { account: 'anna@example.com', role: 'manager' });
  await sql`alter table approval drop column device`.execute(db);
  await sql`drop index handed_key_out`.execute(db);
  await sql`
    create unique index handed_key_out on handed_key (workspace_id, kind, number_folded)
    where state = 'handed-out' and number_folded <> ''`.execute(db);
  const add = (building_name: string) => {
    const words = {
      ...{ number: '0815', label: '', holder: 'Ben', note: '' },
      building_name,
      unit_label: '1',
    };
    return db
      .insertInto('handed_key')
      .values({
        ...{
          workspace_id: workspaceId,
          ...words,
          ...handedKeyKeys(words),
          kind: 'card',
          state: 'handed-out',
        },
        ...{ person_id: null, room_key: null, handed_on: '2026-05-01', ended_on: null },
        ...{ deposit_minor: null, deposit_currency: null },
      })
      .execute();
  };
  await add('Harbor View');
  await expect(add('Car park')).rejects.toThrow(/handed_key_out/);
  const before = await db.selectFrom('handed_key').selectAll().execute();
  await db.transaction().execute((trx) => up(untyped(trx)));
  expect(await db.selectFrom('handed_key').selectAll().execute()).toEqual(before);
  await add('Car park');
  expect(await db.selectFrom('approval').select('device').execute()).toEqual([]);
});
