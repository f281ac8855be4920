import { getDoordeer } from '@/lib/auth/cloud-client';
import { devicesOf, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { readZones, type Zones } from '@/lib/devices/zones';
import { isVendorError } from '@/lib/doordeer/errors';
import { cloudDigest, keepFinding, readFinding } from '@/lib/readings/findings';
import { addClockSamples } from './clock-samples';
import { runLimited } from './fetch/run-limited';
import { limitDoors } from './limit-doors';
import { attributeByName, hasNewCodes } from './rooms/attribute-by-name';
import { retimeDoor } from './store/retime-events';
import { runExclusive } from './store/run-exclusive';
import { syncOwnRooms } from './sync-own-rooms';
import { type DoorResult, type Read, roomPlace, type SyncOptions, sumOf, syncStream } from './sync-stream';

/** Rooms of one door that are read side by side: each takes a connection to the database now and then. */
const roomsAtOnce = 3;

/** What the cloud answers where it wants a channel with each question for events (docs/vendor.md, reading 2). */
const manyWaysToMissAChannel = ['missing-parameter', 'no-such-channel'];

/**
 * Reads a door's new events into the archive. For a manager: as a whole, or room by room where this cloud asks for it. For
 * everybody else their own rooms' lists only: a whole door is other people's comings and goings. Never throws for a cloud
 * that fails: what was read is kept, and the failure is returned with it.
 */
export async function syncDoor(scope: Scope, gid: string, options: SyncOptions): Promise<DoorResult> {
  const order = await drawReadingOrder();
  const zones = await readZones(scope.workspaceId);
  const clocks = clocksOf(scope, gid, zones);
  const known = await getDb()
    .selectFrom('event_door')
    .select(['manner', 'zone', 'read_at', 'arrivals'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .executeTakeFirst();
  const rezoned = known?.zone != null && known.zone !== clocks;
  if (rezoned) await retimeDoor(scope.workspaceId, gid, zones);
  const own = scope.role !== 'manager';
  let manner = own ? 'rooms' : (known?.manner ?? (await usualManner()));
  let result: Read | null = own ? await syncOwnRooms(scope, gid, zones, options) : null;
  if (manner === 'door') {
    result = await syncWhole(scope, gid, zones, options);
    // Of a door that was given as a whole before, it is believed only when it is said twice. What is kept of it then
    // becomes its rooms'.
    if (result === null && known?.manner === 'door') result = await syncWhole(scope, gid, zones, options);
    if (result === null) manner = 'rooms';
  }
  if (
    result &&
    manner === 'door' &&
    (result.added > 0 || (known?.read_at && (await hasNewCodes(scope.workspaceId, gid, known.read_at))))
  )
    await attributeByName(scope, gid);
  result ??= await syncRooms(scope, gid, zones, options);
  const { arrivals, ...told } = result;
  const tried = {
    asked: order.asked,
    tried_at: order.askedAt,
    error_code: told.errorCode,
    zone: clocks,
    manner,
    cloud: cloudDigest(),
    ...clockFacts(),
    // By another zone those that are kept would tell another clock.
    arrivals: JSON.stringify(addClockSamples(rezoned ? [] : (known?.arrivals ?? []), arrivals)),
  };
  const row = told.errorCode === null ? { ...tried, read_at: order.askedAt } : tried;
  await getDb()
    .insertInto('event_door')
    .values({ workspace_id: scope.workspaceId, gid, read_at: null, ...row })
    // A reading that began later may have ended before this one.
    .onConflict((on) =>
      on.columns(['workspace_id', 'gid']).doUpdateSet(row).where('event_door.asked', '<=', order.asked),
    )
    .execute();
  return told;
}

async function usualManner(): Promise<'door' | 'rooms'> {
  return (await readFinding('event-manner')) === 'rooms' ? 'rooms' : 'door';
}

/** The door's own zone, and those of further buildings that it leads to where they are others: a change of any re-reads it. */
function clocksOf(scope: Scope, gid: string, zones: Zones): string {
  const own = zones.ofDoor(gid).name;
  const others = devicesOf(scope)
    .filter((device) => device.gid === gid)
    .map(({ buildingName }) => ({ buildingName, zone: zones.ofChannel({ gid, buildingName }).name }))
    .filter(({ zone }) => zone !== own)
    .map(({ buildingName, zone }) => `${buildingName}=${zone}`);
  return [own, ...new Set(others.sort())].join('|');
}

/** The same, within this process's limit; null when any process reads the door already. */
export function syncDoorAlone(scope: Scope, gid: string, options: SyncOptions): Promise<DoorResult | null> {
  return limitDoors(scope.workspaceId, options.priority, () =>
    runExclusive(`door:${scope.workspaceId}:${gid}`, () => syncDoor(scope, gid, options)),
  );
}

/** The cloud's own clock as its answers give it; the last one belongs to this reading, or to one at the same time. */
function clockFacts() {
  const { clock } = getDoordeer();
  return { cloud_ahead_least_ms: clock?.leastMs ?? null, cloud_ahead_most_ms: clock?.mostMs ?? null };
}

/** Null when the cloud does not answer for a whole door. */
async function syncWhole(
  scope: Scope,
  gid: string,
  zones: Zones,
  options: SyncOptions,
): Promise<Read | null> {
  const door = await getDb()
    .selectFrom('door')
    .select('building_name')
    .where('workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .executeTakeFirst();
  const { error, ...result } = await syncStream(
    scope,
    {
      workspaceId: scope.workspaceId,
      gid,
      channel: null,
      zone: zones.ofDoor(gid),
      buildingName: door?.building_name ?? '',
      unitLabel: null,
    },
    options,
  );
  if (
    isVendorError(error) &&
    error.kind === 'result' &&
    manyWaysToMissAChannel.includes(error.reason ?? '')
  ) {
    if (error.reason === 'missing-parameter') await keepFinding('event-manner', 'rooms');
    return null;
  }
  return result;
}

async function syncRooms(scope: Scope, gid: string, zones: Zones, options: SyncOptions): Promise<Read> {
  const channels = devicesOf(scope).filter((device) => device.gid === gid);
  const reads: Read[] = [];
  await runLimited(channels, roomsAtOnce, async (channel) => {
    reads.push(await syncStream(scope, roomPlace(scope, channel, zones), options));
  });
  return sumOf(reads);
}
