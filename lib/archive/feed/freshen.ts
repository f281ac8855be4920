import { channelsOf, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { ErrorCode } from '@/lib/errors';
import { log } from '@/lib/log';
import { lateSignal } from '@/lib/shutdown';
import { eventDoorsOf } from '../access/visible-events';
import type { FetchOptions } from '../sync/fetch/fetch-page';
import { runLimited } from '../sync/fetch/run-limited';
import { attributeRoom, roomsDue } from '../sync/rooms/attribute-by-list';
import { runExclusive } from '../sync/store/run-exclusive';
import { syncDoorAlone } from '../sync/sync-door';
import type { Deep, DoorResult, SyncOptions } from '../sync/sync-stream';
import { noteView } from './note-view';

/** Events read longer ago than this are read again when a person looks. */
const freshMs = 30_000;
/** A door that failed is not asked again at once by everybody who looks. */
const retryMs = 15_000;
/** Doors that are read side by side; the limiter of the vendor's client has the last word. */
const doorsAtOnce = 3;
const roomsAtOnce = 3;
/** How long a person who asked waits for a reading of a door that goes on already. */
const patienceMs = 5_000;
/** A look at a lock that another process holds costs a connection of its own. */
const lookMs = 250;

export type FreshenOptions = Partial<FetchOptions> & {
  /** Only these doors. */
  doors?: readonly string[];
  /** Somebody asked for it: also what is still fresh, and what came before he asked is there afterwards. */
  anyway?: boolean;
  /** Default: all the way down. */
  deep?: Deep;
};

export type FreshenResult = { added: number; errorCode: ErrorCode | null };

/**
 * Reads what is new at this person's doors into the archive. One process at a time does so for a workspace; others
 * return at once, unless a person asked. A page calls it after its answer (`after(() => freshenEvents(scope))`) and shows
 * what is stored.
 */
export async function freshenEvents(scope: Scope, options: FreshenOptions = {}): Promise<FreshenResult> {
  const due = await doorsDue(scope, options);
  const isForRooms = options.doors === undefined && (options.deep ?? 'all') === 'all';
  // Most pages find that the feeder has just read every door, and need no lock.
  if (due.length === 0 && !isForRooms) return { added: 0, errorCode: null };
  const read = async () => {
    const { priority = 'background', signal, deep = 'all' } = options;
    const sync = { priority, signal, deep };
    const total: FreshenResult = { added: 0, errorCode: null };
    await runLimited(
      due,
      doorsAtOnce,
      async (gid) => {
        const result = await (options.anyway ? readAnyway : syncDoorAlone)(scope, gid, sync);
        total.added += result?.added ?? 0;
        total.errorCode ??= result?.errorCode ?? null;
      },
      options.signal,
    );
    if (isForRooms) await nameRooms(scope, sync);
    return total;
  };
  const done = options.anyway ? await read() : await runExclusive(`events:${scope.workspaceId}`, read);
  return done ?? { added: 0, errorCode: null };
}

/** A reading that goes on may have passed the newest events before the last of them came: another follows it. */
async function readAnyway(scope: Scope, gid: string, sync: SyncOptions): Promise<DoorResult | null> {
  const { asked } = await drawReadingOrder();
  const begunAt = performance.now();
  for (;;) {
    const result = await syncDoorAlone(scope, gid, sync);
    if (result !== null || performance.now() - begunAt > patienceMs || sync.signal?.aborted) return result;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    if (await isTriedSince(scope, gid, asked)) return null;
  }
}

async function isTriedSince(scope: Scope, gid: string, asked: number): Promise<boolean> {
  const door = await getDb()
    .selectFrom('event_door')
    .select('asked')
    .where('workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .executeTakeFirst();
  return door !== undefined && door.asked >= asked;
}

/** After the doors, since these calls are as many as there are rooms: whose events were they? False: some are left. */
export async function nameRooms(scope: Scope, sync: FetchOptions): Promise<boolean> {
  const due = await roomsDue(scope);
  const read = async (channel: ScopeChannel) => {
    await attributeRoom(scope, channel, { ...sync, priority: 'background' });
  };
  // The first finds out for all whether the cloud separates rooms.
  await runLimited(due.slice(0, 1), 1, read, sync.signal);
  await runLimited(due.slice(1), roomsAtOnce, read, sync.signal);
  return !sync.signal?.aborted;
}

/**
 * For pages, which do not wait: notes that a person looks, and reads the newest events. What lies deeper the feeder
 * brings. A failure is in the log and stored with the doors, not thrown.
 */
export async function freshenQuietly(scope: Scope, options: FreshenOptions = {}): Promise<void> {
  try {
    if (options.doors) await noteView(scope, options.doors);
    await freshenEvents(scope, { deep: 'newest', ...options });
  } catch (error) {
    if (!lateSignal().aborted) log.warn({ err: error }, 'events could not be freshened');
  }
}

/** Reads some of a room's own lists, which tell which of its doors' events are its own. Its doors are read first. */
export async function freshenRoom(
  scope: Scope,
  roomKey: string,
  options: FreshenOptions = {},
): Promise<void> {
  const channels = channelsOf(scope, { roomKey });
  await freshenQuietly(scope, { ...options, doors: channels.map(({ gid }) => gid) });
  const whole = await getDb()
    .selectFrom('event_door')
    .select('gid')
    .where('workspace_id', '=', scope.workspaceId)
    .where('manner', '=', 'door')
    .execute();
  const gids = new Set(whole.map(({ gid }) => gid));
  const sync = { priority: options.priority ?? 'filling', signal: options.signal, deep: 'some' } as const;
  for (const channel of channels) if (gids.has(channel.gid)) await attributeRoom(scope, channel, sync);
}

async function doorsDue(scope: Scope, { doors, anyway }: FreshenOptions): Promise<string[]> {
  const mine = eventDoorsOf(scope).filter((gid) => doors?.includes(gid) ?? true);
  if (anyway) return mine;
  const read = await getDb()
    .selectFrom('event_door')
    .select(['gid', 'read_at', 'tried_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .execute();
  const now = databaseNow();
  const byGid = new Map(read.map((row) => [row.gid, row]));
  return mine
    .filter((gid) => {
      const row = byGid.get(gid);
      if (!row) return true;
      const stale = now - (row.read_at?.getTime() ?? 0) > freshMs;
      return stale && now - (row.tried_at?.getTime() ?? 0) > retryMs;
    })
    .sort((a, b) => (byGid.get(a)?.read_at?.getTime() ?? 0) - (byGid.get(b)?.read_at?.getTime() ?? 0));
}
