import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { closeDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { seedArchive } from '@/lib/testing/seed-archive';
import { findSeedDoors } from '@/lib/testing/seed-doors';
import { useSimulator } from '@/lib/testing/simulator';
import { listEvents } from '../events/data';
import { readCursor } from './rows';
import { eventsQuery } from './schema';

const { url, db } = useDatabase();
const { simulator } = useSimulator();

afterEach(() => {
  delete process.env.PGOPTIONS;
});

test('text that stands in more names than are listed finds the newest events, whatever else narrows it', async () => {
  const { account, password } = simulator().accounts.manager;
  const scope = await signInScope(account, password, 'manager');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const own = await findSeedDoors(client, account);
    await seedArchive(client, { ...own, events: 60_000 });
  } finally {
    await client.end();
  }
  const { rows: kinds } = await sql<{ building: string; type: number; count: number }>`
    select building_name as building, type, count(*) as count from event
    join event_who on event_who.workspace_id = event.workspace_id and event_who.id = event.who_id
    where folded like '%example%' group by 1, 2 having count(*) > 250 order by count limit 4`.execute(db());
  expect(kinds).toHaveLength(4);
  // With a million events, the planner itself prefers joins of whole tables to lookups row by row.
  await closeDb();
  process.env.PGOPTIONS = '-c enable_nestloop=off';
  for (const { building, type } of kinds) {
    for (const dir of ['desc', 'asc'] as const) {
      const query = { building: [building], type: [String(type)], q: 'example', dir, limit: 200 };
      const { rows } = await listEvents(scope, eventsQuery.parse(query));
      const { rows: all } = await sql<{ id: number }>`
        select event.id from event
        join event_who on event_who.workspace_id = event.workspace_id and event_who.id = event.who_id
        where folded like '%example%' and building_name = ${building} and type = ${type}
        order by at ${sql.raw(dir)}, event.id ${sql.raw(dir)} limit 200`.execute(db());
      expect(
        rows.map((row) => readCursor(row.id).id),
        `${building}, ${type}, ${dir}`,
      ).toEqual(all.map(({ id }) => Number(id)));
    }
  }
});
