import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { Zones } from '@/lib/devices/zones';
import { errorCodeOf } from '@/lib/errors';
import { judgeRooms, type Verdict } from './judge-rooms';
import { isOwnAlone, isStoredOf, judgeSingleList } from './judge-single-list';
import { keepVerdict, readApart } from './keep-verdict';
import { readStoredChannels, readStoredList } from './stored-list';
import { type DoorOptions, NotToBeStoredError, type Read, roomPlace, sumOf, syncStream } from './sync-stream';
import { createTurns } from './turns';
import { withdrawDoor } from './withdraw-door';

/** Rooms of one door that are read side by side: each takes a connection to the database now and then. */
const roomsAtOnce = 3;

/**
 * Reads the lists of an account's own rooms at a door. Before anything of them is stored, it is asked whether the cloud tells
 * the door's rooms apart: each time, since a cloud may change. So a list that brings something new waits until all lists
 * were looked at, and then either all are stored or none.
 */
export async function syncOwnRooms(
  scope: Scope,
  gid: string,
  zones: Zones,
  options: DoorOptions,
): Promise<Read> {
  const rooms = scope.channels.filter((channel) => channel.gid === gid);
  const turns = createTurns(roomsAtOnce);
  const gate = createGate(rooms.length, (fresh) => judge(scope, gid, fresh, options));
  const reads = await Promise.all(
    rooms.map(async (room) => {
      await turns.take();
      let waits: Promise<boolean> | null = null;
      const beforeStoring = async () => {
        if (waits === null) {
          waits = gate.arrive(room.channel);
          turns.give();
          await waits.catch(() => {});
          await turns.take();
        }
        if (!(await waits)) throw new NotToBeStoredError();
      };
      try {
        return await syncStream(scope, roomPlace(scope, room, zones), options, beforeStoring);
      } finally {
        if (waits === null) gate.leave();
        turns.give();
      }
    }),
  );
  const result = sumOf(reads);
  if (result.errorCode !== null) return result;
  try {
    if (!gate.asked() && (await isToBeJudged(scope, gid))) {
      const channels = rooms.map(({ channel }) => channel);
      await judge(scope, gid, channels, options);
    }
    await judgeStored(scope, gid, options);
    return result;
  } catch (error) {
    return { ...result, errorCode: errorCodeOf(error) };
  }
}

/** May the events of the rooms' own lists be stored and shown? */
async function judge(
  scope: Scope,
  gid: string,
  fresh: readonly number[],
  options: DoorOptions,
): Promise<boolean> {
  const stored = await readStoredChannels(scope.workspaceId, gid);
  const others = scope.channels
    .flatMap(({ gid: door, channel }) => (door === gid && !fresh.includes(channel) ? [channel] : []))
    // Those that are known to have events prove more.
    .sort((a, b) => Number(stored.includes(b)) - Number(stored.includes(a)));
  const verdict = await judgeRooms({ scope, gid, fresh, others, options });
  if (verdict.apart === 'proven' && (await readApart(scope.workspaceId, gid)) !== 'proven') {
    const lists = await Promise.all((verdict.lists ?? []).map((list) => isStoredOf(scope, list)));
    // It is read again, by a list that is proven.
    if (lists.includes(false)) await withdrawDoor(scope, gid);
  }
  await keepVerdict(scope, gid, verdict, options);
  return verdict.apart === 'proven' || verdict.apart === 'unproven';
}

/** What is stored and not proven yet may be by now: lists of other accounts have come. That costs no call. */
async function judgeStored(scope: Scope, gid: string, options: DoorOptions): Promise<void> {
  if ((await readApart(scope.workspaceId, gid)) !== 'unproven') return;
  const rooms = scope.channels.filter((channel) => channel.gid === gid);
  const verdicts: Verdict[] = [];
  let isOwn = true;
  for (const { channel } of rooms) {
    const list = await readStoredList({ workspaceId: scope.workspaceId, gid, channel });
    if (!list) continue;
    const verdict = await judgeSingleList(scope, list);
    verdicts.push(verdict);
    // Its newest events were judged: an older part may be from a time in which the cloud gave whole doors.
    if (verdict.apart === 'proven') isOwn &&= await isOwnAlone(scope, list);
  }
  const [least] = verdicts.sort((a, b) => rank(a) - rank(b));
  if (!least || least.apart === 'unproven') return;
  // It is read again, and then judged.
  if (least.apart === 'proven' && !isOwn) return withdrawDoor(scope, gid);
  await keepVerdict(scope, gid, least, options);
}

/** Of several lists the worst decides. */
function rank({ apart, certain }: Verdict): number {
  return apart === 'same' ? (certain ? 0 : 1) : apart === 'unproven' ? 2 : 3;
}

/** Nothing new came, and it is open whether what is stored may be shown, or whether something is still withheld. */
async function isToBeJudged({ workspaceId }: Scope, gid: string): Promise<boolean> {
  const apart = await readApart(workspaceId, gid);
  if (apart === 'same') return true;
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

/** Lets nobody through until each of `count` rooms has arrived or left, and then asks once whether to. */
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
