import { mayIn } from '@/lib/auth/grants';
import { channelsOf } from '@/lib/auth/own-channels';
import { type Scope, scopeToRead } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { ErrorCode } from '@/lib/errors';
import { log } from '@/lib/log';
import { lateSignal } from '@/lib/shutdown';
import { eventDoorsOf } from '../access/visible-events';
import type { FetchOptions } from '../sync/fetch/fetch-page';
import { canReadList } from '../sync/fetch/list-scope';
import { runLimited } from '../sync/fetch/run-limited';
import { attributeRoom, roomsDue } from '../sync/rooms/attribute-by-list';
import { runExclusive } from '../sync/store/run-exclusive';
import { syncDoorAlone } from '../sync/sync-door';
import type { Deep, DoorResult, SyncOptions } from '../sync/sync-stream';
import { noteView } from './note-view';

const freshMs = 30_000;
/** Pause after a failure, for all users together. */
const retryMs = 15_000;
const doorsAtOnce = 3;
const roomsAtOnce = 3;
/** How long a user's request waits for another reading of the same door. */
const patienceMs = 5_000;
/** Each look at a lock that another process holds costs a connection. */
const pollMs = 250;

export type FreshenOptions = Partial<FetchOptions> & {
  doors?: readonly string[];
  /** Reads fresh doors too. Afterwards all events that came before this call are stored. */
  anyway?: boolean;
  /** Default: `all`. */
  deep?: Deep;
};

export type FreshenResult = { added: number; errorCode: ErrorCode | null };

/** Reads new events of this person's doors, in one process per workspace; others return at once, unless `anyway`. */
export async function freshenEvents(scope: Scope, options: FreshenOptions = {}): Promise<FreshenResult> {
  if (scope.callers.length === 0) return { added: 0, errorCode: null };
  const due = await doorsDue(scope, options);
  const isForRooms = options.doors === undefined && (options.deep ?? 'all') === 'all';
  if (due.length === 0 && !isForRooms) return { added: 0, errorCode: null };
  const reader = await scopeToRead(scope);
  const read = async () => {
    const { priority = 'background', signal, deep = 'all' } = options;
    const sync = { priority, signal, deep };
    const total: FreshenResult = { added: 0, errorCode: null };
    await runLimited(
      due,
      doorsAtOnce,
      async (gid) => {
        const result = await (options.anyway ? readAnyway : syncDoorAlone)(reader, gid, sync);
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

/** A running reading may have passed the newest events before the last of them came, so another follows. */
async function readAnyway(scope: Scope, gid: string, sync: SyncOptions): Promise<DoorResult | null> {
  const { asked } = await drawReadingOrder();
  const begunAt = performance.now();
  for (;;) {
    const result = await syncDoorAlone(scope, gid, sync);
    if (result !== null || performance.now() - begunAt > patienceMs || sync.signal?.aborted) return result;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
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

/** Finds out whose events they are, after the doors: one call for each room. False if some are left. */
export async function nameRooms(scope: Scope, sync: FetchOptions): Promise<boolean> {
  const due = await roomsDue(scope);
  const reader = await scopeToRead(scope);
  const read = async (channel: ScopeChannel) => {
    await attributeRoom(reader, channel, { ...sync, priority: 'background' });
  };
  // The first room finds out for all whether the cloud separates rooms.
  await runLimited(due.slice(0, 1), 1, read, sync.signal);
  await runLimited(due.slice(1), roomsAtOnce, read, sync.signal);
  return !sync.signal?.aborted;
}

/** For pages: notes that a user looks, and reads the newest events. Failures are logged and stored, not thrown. */
export async function freshenQuietly(scope: Scope, options: FreshenOptions = {}): Promise<void> {
  try {
    if (options.doors) await noteView(scope, options.doors);
    await freshenEvents(scope, { deep: 'newest', ...options });
  } catch (error) {
    if (!lateSignal().aborted) log.warn({ err: error }, 'new events could not be read');
  }
}

/** Reads some of a room's own lists, after its doors: they say which of the doors' events belong to the room. */
export async function freshenRoom(
  scope: Scope,
  roomKey: string,
  options: FreshenOptions = {},
): Promise<void> {
  const channels = channelsOf(scope, { roomKey }).filter(({ buildingName }) =>
    mayIn(scope, buildingName, 'events-of-today'),
  );
  if (channels.length === 0 || scope.callers.length === 0) return;
  await freshenQuietly(scope, { ...options, doors: channels.map(({ gid }) => gid) });
  const whole = await getDb()
    .selectFrom('event_door')
    .select('gid')
    .where('workspace_id', '=', scope.workspaceId)
    .where('manner', '=', 'door')
    .execute();
  const gids = new Set(whole.map(({ gid }) => gid));
  const sync = { priority: options.priority ?? 'filling', signal: options.signal, deep: 'some' } as const;
  const reader = await scopeToRead(scope);
  for (const channel of channels)
    if (gids.has(channel.gid) && canReadList(reader, channel)) await attributeRoom(reader, channel, sync);
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
