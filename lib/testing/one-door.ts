import { beforeEach } from 'vitest';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import type { DoorEvent } from '@/lib/simulator/world/door-event';
import { type DoorArchive, readArchiveState } from '../archive/coverage/state';
import { lastEvents } from '../archive/events/data';
import { syncDoor } from '../archive/sync/sync-door';
import { refreshDeviceList } from '../auth/device-list';
import { callerOf, type Scope, scopeOfSession } from '../auth/scope';
import { getDb } from '../db/client';
import type { Role } from '../doordeer/words';
import { addBuilding, arrive, forget, setLandlord } from '../simulator/control/alter-world';
import type { Simulator } from '../simulator/start-simulator';
import { timeText } from '../simulator/world/door-time';
import { signInScope } from './scope';

type DemoName = keyof Simulator['accounts'];

/** Before each test: a new building of three rooms at one door, without landlord or events, and an empty archive. */
export function useOneDoor(simulator: () => Simulator) {
  let gid = '';
  let rooms: number[] = [];

  beforeEach(async () => {
    simulator().reset();
    await getDb().deleteFrom('session').execute();
    await clearArchive();
    const plain = { name: 'One door', rooms: 3, doors: 1, timezone: 8, days: 1, visitsPerDay: 0 };
    const made = addBuilding(simulator().cloud, plain);
    gid = made[0]?.door.gid ?? '';
    rooms = made.map(({ channel }) => channel);
    forget(simulator().cloud, gid, 0);
    for (const channel of rooms) setLandlord(simulator().cloud, { gid, channel }, null);
  });

  const door = () => simulator().cloud.world.doors.get(gid);
  const textOf = ({ type, at, account }: DoorEvent) =>
    JSON.stringify([type, timeText(at, door()?.timezone ?? 0), account ?? null]);

  return {
    gid: () => gid,
    rooms: () => rooms,
    door,
    /** Gives some of the rooms, counted from 0, to this landlord. Other rooms do not change. */
    give(name: DemoName, some: readonly number[]): void {
      for (const index of some)
        setLandlord(
          simulator().cloud,
          { gid, channel: rooms[index] ?? 0 },
          simulator().accounts[name].account,
        );
    },
    async signIn(name: DemoName, role: Role = 'landlord'): Promise<Scope> {
      const { account, password } = simulator().accounts[name];
      return signInScope(account, password, role);
    },
    /** Adds `count` events to each of the rooms, one minute apart, by a different account in each room. */
    come(count: number, which: readonly number[] = [0, 1, 2], account = personOf): void {
      for (let index = 0; index < count; index++)
        for (const room of which)
          arrive(simulator().cloud, gid, [
            {
              type: 3 + (index % 2),
              account: account(room),
              channel: rooms[room] ?? 0,
              secondsAgo: (count - index) * 60 - room,
            },
          ]);
    },
    /** What the cloud lists for these channels; null: for the whole door. */
    listed: (channels: readonly number[] | null): string[] =>
      (door()?.events.list(channels === null ? null : [...channels]) ?? []).map(textOf).sort(),
    kept: async (scope: Scope): Promise<string[]> => (await keptOf(scope, gid)).sort(),
    shown: async (scope: Scope): Promise<number> => (await lastEvents(scope, 10_000, { door: gid })).length,
    state: async (scope: Scope): Promise<DoorArchive | undefined> =>
      (await readArchiveState(scope)).find((one) => one.gid === gid),
    read: (scope: Scope) => syncDoor(scope, gid, { priority: 'background' }),
    asked: () =>
      simulator()
        .log()
        .filter((entry) => entry.call === 'GetAkeysHis' && entry.gid === gid),
  };
}

export const personOf = (room: number) => `person${room}@flats.example`;

export async function lookAtList(scope: Scope): Promise<Scope> {
  await refreshDeviceList(callerOf(scope), 'person');
  return (await scopeOfSession(scope.sessionId)) ?? scope;
}

export async function clearArchive(): Promise<void> {
  const tables = [
    'event',
    'event_who',
    'event_stream',
    'event_stretch',
    'event_door',
    'event_trace',
    'cloud_finding',
    'export_file',
    'export_chunk',
    'share',
    'master_reading',
    'doorcode',
  ] as const;
  for (const table of tables) await getDb().deleteFrom(table).execute();
}

async function keptOf(scope: Scope, gid: string): Promise<string[]> {
  const rows = await selectNamedEvents(getDb())
    .select(['type', 'time_text', 'account'])
    .where('event.workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .execute();
  return rows.map(({ type, time_text, account }) => JSON.stringify([type, time_text, account]));
}
