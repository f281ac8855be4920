import { devicesOf, type Scope } from '@/lib/auth/scope';
import { getDoordeer } from '@/lib/cloud';
import { getDb } from '@/lib/db/client';
import type { Arrival } from '@/lib/db/tables/archive';
import { readZones, type Zones } from '@/lib/devices/zones';
import { isVendorError } from '@/lib/doordeer/errors';
import { type ErrorCode, errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { keepFinding, readFinding } from '@/lib/readings/findings';
import { addArrivals, arrivalOf } from './arrivals';
import { askerOf, type SyncOptions } from './ask';
import { attributeByName, hasNewCodes } from './attribute-by-name';
import { inTurn } from './in-turn';
import type { ListPlace } from './insert-events';
import { createListPages, ListError } from './list-pages';
import { alone } from './lock';
import { noteReach, renewReach } from './reach';
import { retimeDoor } from './retime';
import { seated } from './seats';
import { createShelf, SupersededError } from './shelf';
import type { ListedEvent } from './stored-event';
import { keepWays, readWays } from './stream-state';
import { syncList } from './sync-list';

/** `more`: there is more below what is stored, for the next reading. */
export type DoorResult = { added: number; errorCode: ErrorCode | null; more: boolean };
/** `retold`: the list's newest part was not as it is stored. */
type Read = DoorResult & { arrivals: Arrival[]; retold: boolean };

/** How far down one reading goes: the newest only, a few pages further, or to the first record. */
export type Deep = 'newest' | 'some' | 'all';
const some = { least: 2_000, pages: 40 };

function mostDeeper(deep: Deep, pageSize: number): number {
  if (deep === 'some') return Math.max(some.least, some.pages * pageSize);
  return deep === 'newest' ? 0 : Number.POSITIVE_INFINITY;
}
export type DoorOptions = SyncOptions & { deep?: Deep };

/** Rooms of one door that are read side by side: each takes a connection to the database now and then. */
const roomsAtOnce = 3;

/** What the cloud answers where it wants a channel with each question for events (reading 2). */
const manyWaysToMissAChannel = ['missing-parameter', 'no-such-channel'];

/**
 * Reads a door's new events into the archive: as a whole, or room by room where this cloud asks for it. Never throws for
 * a cloud that fails: what was read is kept, and the failure stands beside it.
 */
export async function syncDoor(scope: Scope, gid: string, options: DoorOptions): Promise<DoorResult> {
  const at = new Date();
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
  let manner = known?.manner ?? ((await readFinding('event-manner')) === 'rooms' ? 'rooms' : 'door');
  let result: Read | null = null;
  if (manner === 'door') {
    await noteReach(scope, gid);
    result = await syncWhole(scope, gid, zones, options);
    // Of a door that was given as a whole before, it is believed only when it is said twice. What is kept of it then
    // becomes its rooms'.
    if (result === null && known?.manner === 'door') result = await syncWhole(scope, gid, zones, options);
    if (result === null) manner = 'rooms';
  }
  if (
    result &&
    (result.added > 0 || (known?.read_at && (await hasNewCodes(scope.workspaceId, gid, known.read_at))))
  )
    await attributeByName(scope, gid);
  result ??= await syncRooms(scope, gid, zones, options);
  const { arrivals, retold, ...told } = result;
  const tried = {
    tried_at: at,
    error_code: told.errorCode,
    zone: clocks,
    manner,
    ...clockFacts(),
    // By another zone those that are kept would tell another clock.
    arrivals: JSON.stringify(addArrivals(rezoned ? [] : (known?.arrivals ?? []), arrivals)),
  };
  const row = told.errorCode === null ? { ...tried, read_at: at } : tried;
  await getDb()
    .insertInto('event_door')
    .values({ workspace_id: scope.workspaceId, gid, read_at: null, ...row })
    .onConflict((on) => on.columns(['workspace_id', 'gid']).doUpdateSet(row))
    .execute();
  if (retold && manner === 'door' && (await renewReach(scope))) await noteReach(scope, gid);
  return told;
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

/** The same in one of this process's seats; null when another reading of the door goes on, in whichever process. */
export function syncDoorAlone(scope: Scope, gid: string, options: DoorOptions): Promise<DoorResult | null> {
  return seated(() => alone(`door:${scope.workspaceId}:${gid}`, () => syncDoor(scope, gid, options)));
}

/** The cloud's own clock as its answers tell it; its last one belongs to this reading, or to one beside it. */
function clockFacts() {
  const { clock } = getDoordeer();
  return { cloud_ahead_least_ms: clock?.leastMs ?? null, cloud_ahead_most_ms: clock?.mostMs ?? null };
}

/** Null when the cloud does not answer for a whole door. */
async function syncWhole(
  scope: Scope,
  gid: string,
  zones: Zones,
  options: DoorOptions,
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

async function syncRooms(scope: Scope, gid: string, zones: Zones, options: DoorOptions): Promise<Read> {
  const channels = devicesOf(scope).filter((device) => device.gid === gid);
  const total: Read = { added: 0, errorCode: null, more: false, arrivals: [], retold: false };
  await inTurn(channels, roomsAtOnce, async ({ channel, buildingName, unitLabel }) => {
    const place = {
      workspaceId: scope.workspaceId,
      gid,
      channel,
      zone: zones.ofChannel({ gid, buildingName }),
      buildingName,
      unitLabel,
    };
    const { added, errorCode, more, arrivals } = await syncStream(scope, place, options);
    total.added += added;
    total.more ||= more;
    total.errorCode ??= errorCode;
    total.arrivals.push(...arrivals);
  });
  return total;
}

type StreamResult = Read & { error: unknown };

async function syncStream(scope: Scope, place: ListPlace, options: DoorOptions): Promise<StreamResult> {
  const at = new Date();
  const { gid, channel } = place;
  const { ways, readAt, blanks } = await readWays(place);
  const list = createListPages<ListedEvent>(askerOf(scope, { gid, channel }, options, blanks), ways);
  const arrivals: Arrival[] = [];
  let error: unknown = null;
  let retold = false;
  let result = { added: 0, more: true };
  try {
    const most = mostDeeper(options.deep ?? 'all', list.ways.pageSize);
    const { failure, ...read } = await syncList(list, createShelf(place), {
      keep: Number.POSITIVE_INFINITY,
      most,
      retold: () => {
        retold = true;
      },
      arrived: ({ timeText }) => {
        const arrival = arrivalOf(timeText, place.zone, { after: readAt, by: new Date() });
        if (arrival) arrivals.push(arrival);
      },
    });
    result = read;
    error = failure;
  } catch (thrown) {
    // Another process is at it: what it stores is exact, and the next reading goes on from there.
    if (thrown instanceof SupersededError)
      return { ...result, arrivals: [], retold, errorCode: null, error: null };
    error = thrown;
  }
  const errorCode = error === null ? null : codeOf(error);
  await keepWays(place, list.ways, { errorCode, at, blanks, whole: errorCode === null && !result.more });
  // After a failure the same event may be met once more.
  return { ...result, arrivals: error === null ? arrivals : [], retold, errorCode, error };
}

function codeOf(error: unknown): ErrorCode {
  // More arrives than can be followed: what is missing comes with the next reading.
  if (error instanceof ListError) return 'cloud-nonsense';
  const code = errorCodeOf(error);
  if (code === 'unexpected') log.error({ err: error }, 'events could not be read');
  return code;
}
