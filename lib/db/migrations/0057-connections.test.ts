import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { withArchiveConsent } from '@/lib/testing/archive-consent';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0057-connections';

const database = useDatabase();

test('each workspace gets a connection: connected with a consent, parked where it was refused, none without', async () => {
  const db = database.db();
  await withArchiveConsent(db);
  const given = { id: randomUUID(), sealed: Buffer.from('sealed'), refused: null };
  const refused = { id: randomUUID(), sealed: Buffer.from('kept'), refused: '2025-03-02T00:00:00Z' };
  const deleted = { id: randomUUID(), sealed: null, refused: '2025-03-02T00:00:00Z' };
  for (const [name, consent] of Object.entries({ given, refused, deleted, never: null })) {
    const { rows } = await sql<{ id: string }>`
      insert into workspace (account, role) values (${name}, 'manager') returning id`.execute(db);
    if (consent)
      await sql`
        insert into archive_consent (id, workspace_id, actor, sealed_password, credential, given_at, refused_at)
        values (${consent.id}, ${rows[0]?.id}, ${name}, ${consent.sealed}, ${consent.sealed}, '2025-03-01T00:00:00Z',
          ${consent.refused})`.execute(db);
  }
  await up(untyped(db));
  const found = await db.selectFrom('connection').selectAll().orderBy('account').execute();
  const at = (text: string | null) => (text ? new Date(text) : null);
  const expected = (
    account: string,
    state: string,
    consent: typeof refused | typeof given | typeof deleted,
  ) => ({
    id: consent.id,
    account,
    role: 'manager',
    state,
    sealed_password: consent.sealed,
    credential: consent.sealed,
    connected_by: account,
    connected_at: at('2025-03-01T00:00:00Z'),
    parked_at: at(consent.refused),
  });
  expect(found).toMatchObject([
    expected('deleted', 'parked', deleted),
    expected('given', 'connected', given),
    { account: 'never', state: 'none', sealed_password: null, connected_at: null },
    expected('refused', 'parked', refused),
  ]);
  await sql`select mend_times_ahead(false)`.execute(db);
});
