import { waysOf } from '../faults/settings';
import { arriveNow } from '../world/arrivals';
import type { DoorEvent } from '../world/door-event';
import { timeText } from '../world/door-time';
import { letTimePass } from '../world/household';
import { type CallContext, defineCall, parametersMissing, success } from './define-call';

const noRecords = 2;
const noSuchChannel = 5;

/**
 * 10014. Returns records `start` to `end`, both included. The request line has no vir_channel_no, the table has one.
 * Without it this answers for the whole door, or 3 if `wholeDoor` is off. Other settings limit it to the account's
 * rooms, or return the whole door for a room too.
 */
export const getAkeysHis = defineCall({
  number: 10014,
  path: 'GetAkeysHis',
  changes: false,
  required: { gid: 'text', start: 'int', end: 'int' },
  optional: { vir_channel_no: 'int' },
  loginFailed: 4,
  answer({ gid, start, end, vir_channel_no }, context) {
    const { world, settings, caller } = context;
    const ways = waysOf(settings, gid);
    if (vir_channel_no === undefined && !ways.wholeDoor) return { re: parametersMissing };
    if (start < settings.firstRecord) return { re: parametersMissing };
    const mine = world.roomsOf(caller).filter((room) => room.door.gid === gid);
    const [room] = mine;
    if (!room) return { re: noSuchChannel };
    const known = vir_channel_no === undefined || mine.some((one) => one.channel === vir_channel_no);
    const unknown = unknownRooms(settings);
    if (!known && unknown !== 'door') return { re: unknown === 'nothing' ? noRecords : noSuchChannel };

    letTimePass(room.door, context);
    const wanted = known && settings.roomLists ? vir_channel_no : undefined;
    const isWhole = settings.wholeDoorToAll || world.standing(caller, room).manager;
    const records = room.door.events.list(
      wanted !== undefined ? [wanted] : isWhole ? null : mine.map((one) => one.channel),
    );
    const page = pageOf(records, { start, end, size: ways.pageSize, order: ways.eventOrder, settings });
    // Events may arrive between two pages, so that every record number moves.
    arriveNow(world, room.door, settings.arrivalsPerPage, context.now);
    if (page.length === 0) return { re: noRecords };
    return {
      re: success,
      list: page.map((event) => entryOf(event, room.door.timezone, settings)),
    };
  },
});

function unknownRooms({ unknownRooms: answer, roomLists }: CallContext['settings']) {
  if (answer !== 'like-rooms') return answer;
  return roomLists ? 'refused' : 'door';
}

type Wish = {
  start: number;
  end: number;
  size: number;
  order: 'newest-first' | 'oldest-first';
  settings: CallContext['settings'];
};

function pageOf(records: readonly DoorEvent[], { start, end, size, order, settings }: Wish): DoorEvent[] {
  const first = settings.repeatPages ? 0 : start - settings.firstRecord;
  const count = Math.min(end - start + 1, size);
  if (count < 1) return [];
  const total = records.length;
  const page =
    order === 'oldest-first'
      ? records.slice(first, first + count)
      : records.slice(Math.max(0, total - first - count), Math.max(0, total - first)).reverse();
  return settings.reversedPages ? page.reverse() : page;
}

function entryOf(
  event: DoorEvent,
  timezone: number,
  { clockOffsetMs, blankEvery }: CallContext['settings'],
): Record<string, unknown> | null {
  if (blankEvery !== null && Math.floor(event.at / 1_000) % blankEvery === 0) return null;
  return {
    event_type: event.type,
    event_time: timeText(event.at + clockOffsetMs, timezone),
    ...(event.codeName === undefined ? {} : { vkey_name: event.codeName }),
    ...(event.account === undefined ? {} : { account: event.account }),
  };
}
