import { beforeEach } from 'vitest';
import { freshenEvents } from '../archive/feed/freshen';
import type { Scope } from '../auth/scope';
import { getDb } from '../db/client';
import type { Simulator } from '../simulator/start-simulator';
import { signInScope } from './scope';

export const dayMs = 86_400_000;

const tables = [
  'retention_rule',
  'retention_hold',
  'event',
  'event_trace',
  'event_who',
  'event_stream',
  'event_stretch',
  'event_door',
  'cloud_finding',
] as const;

/** Before each test: a manager with a full archive, no retention rule, and the building and door with most events. */
export function useBusyBuilding(simulator: () => Simulator) {
  let scope: Scope;
  let [building, gid] = ['', ''];

  beforeEach(async () => {
    simulator().reset();
    for (const table of tables) await getDb().deleteFrom(table).execute();
    const { account, password } = simulator().accounts.manager;
    scope = await signInScope(account, password, 'manager');
    await freshenEvents(scope, { anyway: true });
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
