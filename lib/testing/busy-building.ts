import { sql } from 'kysely';
import { beforeAll, beforeEach } from 'vitest';
import { freshenEvents } from '../archive/feed/freshen';
import type { Scope } from '../auth/scope';
import { getDb } from '../db/client';
import { signInScope } from './scope';
import { useSimulator } from './simulator';

export const dayMs = 86_400_000;

const archiveTables = [
  'event',
  'event_trace',
  'event_who',
  'event_stream',
  'event_stretch',
  'event_door',
  'cloud_finding',
] as const;
const emptyTables = ['retention_rule', 'retention_hold'] as const;

async function columnsOf(table: string) {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_name = ${table} and is_generated = 'NEVER' order by ordinal_position`.execute(getDb());
  return sql.join(rows.map(({ name }) => sql.ref(name)));
}

/** Before each test: a manager with a full archive, no retention rule, and the building and door with most events. */
export function useBusyBuilding() {
  // With a fixed start, each reset makes the same world: the archive that was read once belongs to it.
  const { simulator } = useSimulator({ start: Date.now() });
  let scope: Scope;
  let [building, gid] = ['', ''];

  async function signInManager(): Promise<void> {
    const { account, password } = simulator().accounts.manager;
    scope = await signInScope(account, password, 'manager');
  }

  beforeAll(async () => {
    await signInManager();
    await freshenEvents(scope, { anyway: true });
    for (const table of archiveTables)
      await sql`create table ${sql.table(`read_${table}`)} as select ${await columnsOf(table)} from ${sql.table(table)}`.execute(
        getDb(),
      );
  });

  beforeEach(async () => {
    simulator().reset();
    for (const table of [...emptyTables, ...archiveTables]) await getDb().deleteFrom(table).execute();
    for (const table of archiveTables)
      await sql`
        insert into ${sql.table(table)} (${await columnsOf(table)}) overriding system value
        table ${sql.table(`read_${table}`)}`.execute(getDb());
    await signInManager();
    const busiest = await getDb()
      .selectFrom('event')
      .select(({ fn }) => ['building_name', 'gid', fn.countAll<number>().as('count')])
      .groupBy(['building_name', 'gid'])
      .orderBy('count', 'desc')
      .executeTakeFirstOrThrow();
    building = busiest.building_name;
    gid = busiest.gid;
  });

  const events = () =>
    getDb()
      .selectFrom('event')
      .select(['id', 'at', 'gid', 'building_name', 'who_id', 'channel', 'type', 'time_text', 'trace'])
      .where('workspace_id', '=', scope.workspaceId)
      .orderBy('id')
      .execute();

  return {
    simulator,
    found: () => ({ scope, building, gid }),
    events,
    middle: async (): Promise<number> => {
      const ours = (await events()).filter((event) => event.building_name === building);
      ours.sort((a, b) => a.at.getTime() - b.at.getTime());
      const half = ours[Math.floor(ours.length / 2)];
      return Math.floor((Date.now() - (half?.at.getTime() ?? 0)) / dayMs);
    },
    due: () => ({ workspaceId: scope.workspaceId, building }),
    entries: () =>
      getDb()
        .selectFrom('audit_entry')
        .select(['action', 'outcome', 'detail', 'subject', 'seq', 'intent_seq'])
        .where('workspace_id', '=', scope.workspaceId)
        .where('action', '=', 'retention.run')
        .orderBy('seq')
        .execute(),
  };
}
