import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { Zones } from '@/lib/devices/zones';
import { errorCodeOf } from '@/lib/errors';
import { createTurns } from './fetch/semaphore';
import { createRoomLists } from './room-lists';
import { judgeRooms, type ReadLists } from './rooms/judge-rooms';
import { findSharerOf, isStoredOf, judgeSingleList } from './rooms/judge-single-list';
import { recordDoorFinding, recordMixed, wereMixed } from './rooms/list-findings';
import { saveVerdict } from './rooms/save-verdict';
import { findSharerOfEvents, haveTooMuchInCommon } from './rooms/shared-events';
import { readStoredChannels, readStoredList } from './rooms/stored-list';
import { readVerdict, type Verdict } from './rooms/verdict';
import { withdrawDoor } from './rooms/withdraw-door';
import type { ListedEvent } from './store/stored-event';
import { NotToBeStoredError, type Read, roomPlace, type SyncOptions, sumOf, syncStream } from './sync-stream';

const roomsAtOnce = 3;

/**
 * Reads the lists of an account's rooms at a door. Each time, Doordesk checks whether the cloud separates the rooms,
 * because a cloud may change. So lists with new events wait until all were read; then all are stored, or none.
 */
export async function syncOwnRooms(
  scope: Scope,
  gid: string,
  zones: Zones,
  options: SyncOptions,
): Promise<Read> {
  const rooms = scope.channels.filter((channel) => channel.gid === gid);
  const turns = createTurns(roomsAtOnce);
  const own = rooms.map(({ channel }) => channel);
  const lists = createRoomLists(scope, gid, options, await drawReadingOrder());
  const wasShown = (await readVerdict(scope.workspaceId, gid)) === 'proven';
  let verdict: Verdict | null = null;
  const gate = createGate(rooms.length, async (fresh) => {
    verdict = await judge(scope, gid, fresh, { options, read: lists.read });
    return verdict.apart === 'proven' || verdict.apart === 'unproven';
  });
  const brought: number[] = [];
  const readRoom = async (room: ScopeChannel): Promise<Read> => {
    await turns.take();
    let waits: Promise<boolean> | null = null;
    const place = roomPlace(scope, room, zones);
    const beforeStoring = async (events: readonly ListedEvent[]) => {
      if (waits === null) {
        waits = gate.arrive(room.channel);
        turns.give();
        await waits.catch(() => {});
        await turns.take();
      }
      if (!(await waits)) throw new NotToBeStoredError();
      // Events of a proven list are shown at once, so check them before they are stored.
      const sharer = wasShown ? await findSharerOfEvents(scope, room, events, own) : null;
      if (sharer === null) return;
      await giveUp(scope, gid, sharer, options);
      throw new NotToBeStoredError();
    };
    try {
      const read = await syncStream(scope, place, options, { ...lists.hooksOf(room.channel), beforeStoring });
      if (read.added > 0) brought.push(room.channel);
      return read;
    } finally {
      if (waits === null) gate.leave();
      turns.give();
    }
  };
  const result = sumOf(await lists.readFirst(rooms, readRoom));
  if (result.errorCode !== null) return result;
  try {
    if (!gate.asked() && (await isToBeJudged(scope, gid)))
      verdict = await judge(scope, gid, own, { options, read: lists.read });
    await judgeStored(scope, gid, { verdict, brought }, options);
    return result;
  } catch (error) {
    return { ...result, errorCode: errorCodeOf(error) };
  }
}

/** May these events be stored? Until all stored events were checked, only the account's own openings are shown. */
async function judge(
  scope: Scope,
  gid: string,
  fresh: readonly number[],
  { options, read }: { options: SyncOptions; read: ReadLists },
): Promise<Verdict> {
  const stored = await readStoredChannels(scope.workspaceId, gid);
  const others = scope.channels
    .flatMap(({ gid: door, channel }) => (door === gid && !fresh.includes(channel) ? [channel] : []))
    .sort((a, b) => Number(stored.includes(b)) - Number(stored.includes(a)));
  const verdict: Verdict = (await wereMixed(gid, scope.workspaceId))
    ? { apart: 'same', certain: true, repeated: true }
    : await judgeRooms({ scope, gid, fresh, others, read, options });
  if (verdict.apart !== 'proven' || (await readVerdict(scope.workspaceId, gid)) === 'proven') {
    await saveVerdict(scope, gid, verdict, options);
    return verdict;
  }
  const lists = await Promise.all((verdict.lists ?? []).map((list) => isStoredOf(scope, list)));
  if (lists.includes(false)) await withdrawDoor(scope, gid);
  await saveVerdict(scope, gid, { apart: 'unproven', certain: false }, options);
  return verdict;
}

/** Two lists share events, and it is unknown which is wrong: for a day, nothing of the door is shown or stored for both. */
async function giveUp(scope: Scope, gid: string, sharer: string, options: SyncOptions): Promise<void> {
  await recordMixed(gid, [scope.workspaceId, sharer]);
  await saveVerdict(scope, gid, { apart: 'same', certain: true, repeated: true }, options);
  await recordDoorFinding(gid, 'same');
}

/** Checks all stored events: older ones may be from when the cloud gave whole doors. `brought`: rooms with new events. */
async function judgeStored(
  scope: Scope,
  gid: string,
  { verdict, brought }: { verdict: Verdict | null; brought: readonly number[] },
  options: SyncOptions,
): Promise<void> {
  const { workspaceId } = scope;
  const apart = await readVerdict(workspaceId, gid);
  if (apart !== 'unproven' && (apart !== 'proven' || brought.length === 0)) return;
  const stored = await readStoredChannels(workspaceId, gid);
  const looked = apart === 'proven' ? brought : stored;
  if (stored.length > 1 && (await haveTooMuchInCommon(scope, gid)))
    return giveUp(scope, gid, workspaceId, options);
  if (apart === 'proven' || verdict?.apart === 'proven') {
    for (const channel of looked) {
      const sharer = await findSharerOf(scope, { gid, channel });
      if (sharer !== null) return giveUp(scope, gid, sharer, options);
    }
    if (apart === 'unproven' && verdict) await saveVerdict(scope, gid, verdict, options);
    return;
  }
  await judgeUnproven(scope, gid, options);
}

async function judgeUnproven(scope: Scope, gid: string, options: SyncOptions): Promise<void> {
  const verdicts: Verdict[] = [];
  let isOwn = true;
  for (const { channel } of scope.channels.filter((one) => one.gid === gid)) {
    const list = await readStoredList({ workspaceId: scope.workspaceId, gid, channel });
    if (!list) continue;
    const verdict = await judgeSingleList(scope, list);
    verdicts.push(verdict);
    if (verdict.apart === 'proven') isOwn &&= (await findSharerOf(scope, list)) === null;
  }
  const [least] = verdicts.sort((a, b) => rank(a) - rank(b));
  if (!least || least.apart === 'unproven') return;
  if (least.apart === 'proven' && !isOwn) return withdrawDoor(scope, gid);
  await saveVerdict(scope, gid, least, options);
}

function rank({ apart, certain }: Verdict): number {
  return apart === 'same' ? (certain ? 0 : 1) : apart === 'unproven' ? 2 : 3;
}

async function isToBeJudged({ workspaceId }: Scope, gid: string): Promise<boolean> {
  const apart = await readVerdict(workspaceId, gid);
  if (apart === 'same') return true;
  // Several lists prove each other, unless the reading was interrupted.
  if (apart === 'unproven') return (await readStoredChannels(workspaceId, gid)).length > 1;
  if (apart) return false;
  const event = await getDb()
    .selectFrom('event')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .limit(1)
    .executeTakeFirst();
  return event !== undefined;
}

/** Holds rooms until each of `count` has arrived or left, then asks once whether to let them through. */
function createGate(count: number, ask: (fresh: readonly number[]) => Promise<boolean>) {
  let open = count;
  const fresh: number[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  promise.catch(() => {});
  const leave = () => {
    open -= 1;
    if (open === 0 && fresh.length > 0) ask(fresh).then(resolve, reject);
  };
  return {
    leave,
    arrive(channel: number): Promise<boolean> {
      fresh.push(channel);
      leave();
      return promise;
    },
    asked: () => fresh.length > 0,
  };
}
