import { getDoordeer } from '@/lib/auth/cloud-client';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { readZones, type Zones } from '@/lib/devices/zones';
import { isVendorError } from '@/lib/doordeer/errors';
import { cloudDigest, keepFinding, readFinding } from '@/lib/readings/findings';
import { addClockSamples } from './clock-samples';
import { scopeOfDoor } from './door-scope';
import { runLimited } from './fetch/run-limited';
import { limitDoors } from './limit-doors';
import { attributeByName, hasNewCodes } from './rooms/attribute-by-name';
import { retimeDoor } from './store/retime-events';
import { runExclusive } from './store/run-exclusive';
import { syncOwnRooms } from './sync-own-rooms';
import { type DoorResult, type Read, roomPlace, type SyncOptions, sumOf, syncStream } from './sync-stream';

/** Each room needs a connection to the database. */
const roomsAtOnce = 3;

/** Refusals of a cloud that wants a channel in each call for events (docs/vendor.md, reading 2). */
const missingChannelReasons = ['missing-parameter', 'no-such-channel'];

/**
 * Reads a door's new events. For managers it reads the whole door, or its rooms if the cloud wants that or once they were
 * read one by one. For others it reads their own rooms' lists, because a whole door shows when other people come and go. A cloud's failure is
 * returned, not thrown.
 */
export async function syncDoor(whole: Scope, gid: string, options: SyncOptions): Promise<DoorResult> {
  const scope = scopeOfDoor(whole, gid);
  if (!scope) return { added: 0, errorCode: 'no-connection', more: false };
  const order = await drawReadingOrder();
  const zones = await readZones(scope.workspaceId);
  const clocks = clocksOf(whole, gid, zones);
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
    // A door that gave its whole list before must refuse twice.
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
  const { arrivals, ...outcome } = result;
  // Doordesk stopped the reading itself, such as to go on with another connection. The door's last state still holds.
  if (outcome.errorCode === 'cloud-aborted') return outcome;
  const tried = {
    asked: order.asked,
    tried_at: order.askedAt,
    error_code: outcome.errorCode,
    zone: clocks,
    manner,
    cloud: cloudDigest(),
    connection_id: scope.connectionId,
    ...clockFacts(),
    arrivals: JSON.stringify(addClockSamples(rezoned ? [] : (known?.arrivals ?? []), arrivals)),
  };
  const row = outcome.errorCode === null ? { ...tried, read_at: order.askedAt } : tried;
  await getDb()
    .insertInto('event_door')
    .values({ workspace_id: scope.workspaceId, gid, read_at: null, ...row })
    // A later reading may have ended before this one.
    .onConflict((on) =>
      on.columns(['workspace_id', 'gid']).doUpdateSet(row).where('event_door.asked', '<=', order.asked),
    )
    .execute();
  return outcome;
}

async function usualManner(): Promise<'door' | 'rooms'> {
  return (await readFinding('event-manner')) === 'rooms' ? 'rooms' : 'door';
}

function clocksOf(scope: Scope, gid: string, zones: Zones): string {
  const own = zones.ofDoor(gid).name;
  const others = devicesOf(scope)
    .filter((device) => device.gid === gid)
    .map(({ buildingName }) => ({ buildingName, zone: zones.ofChannel({ gid, buildingName }).name }))
    .filter(({ zone }) => zone !== own)
    .map(({ buildingName, zone }) => `${buildingName}=${zone}`);
  return [own, ...new Set(others.sort())].join('|');
}

export function syncDoorAlone(scope: Scope, gid: string, options: SyncOptions): Promise<DoorResult | null> {
  return limitDoors(scope.workspaceId, options.priority, () =>
    runExclusive(`door:${scope.workspaceId}:${gid}`, () => syncDoor(scope, gid, options)),
  );
}

function clockFacts() {
  const { clock } = getDoordeer();
  return { cloud_ahead_least_ms: clock?.leastMs ?? null, cloud_ahead_most_ms: clock?.mostMs ?? null };
}

async function syncWhole(
  scope: Scope,
  gid: string,
  zones: Zones,
  options: SyncOptions,
): Promise<Read | null> {
  const { error, ...result } = await syncStream(
    scope,
    {
      workspaceId: scope.workspaceId,
      connectionId: scope.connectionId,
      gid,
      channel: null,
      zone: zones.ofDoor(gid),
      buildingName: zones.buildingOf(gid),
      unitLabel: null,
    },
    options,
  );
  if (isVendorError(error) && error.kind === 'result' && missingChannelReasons.includes(error.reason ?? '')) {
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
