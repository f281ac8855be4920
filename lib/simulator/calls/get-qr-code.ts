import { instantOf } from '../world/door-time';
import { letTimePass } from '../world/household';
import { isInList } from '../world/world';
import { defineCall, failure, success } from './define-call';

const notInDeviceList = 5;
const invalidGid = 6;

/** 10004. Answers only the picture's address. The digits come from 10015. */
export const getQrCode = defineCall({
  number: 10004,
  path: 'getQrCode',
  changes: true,
  required: {
    gid: 'text',
    lock_id: 'text',
    valid_from_date: 'int',
    valid_to_date: 'int',
    valid_from_time: 'int',
    valid_to_time: 'int',
    vir_channel_no: 'int',
  },
  optional: { valid_type: 'int', vkey_name: 'text' },
  loginFailed: 4,
  answer(input, context) {
    const { world, caller, cloudNow, origin } = context;
    const door = world.doors.get(input.gid);
    if (!door) return { re: invalidGid };
    const room = world.findRoom(input.gid, input.vir_channel_no);
    if (!room || !isInList(world.standing(caller, room))) return { re: notInDeviceList };
    const lockIds = [...new Set(input.lock_id.split(',').map((id) => id.trim()))];
    if (!lockIds.every((id) => door.locks.some((lock) => lock.id === id))) return { re: failure };
    const from = { date: input.valid_from_date, time: input.valid_from_time };
    const to = { date: input.valid_to_date, time: input.valid_to_time };
    const opens = instantOf(from, door.timezone);
    const closes = instantOf(to, door.timezone);
    // A window that is invalid, empty or already over would make a code that never opens a door.
    if (opens === null || closes === null || closes <= opens || closes <= cloudNow) return { re: failure };
    letTimePass(door, context);
    const code = world.createCode({
      creator: caller.account,
      gid: input.gid,
      channel: input.vir_channel_no,
      name: input.vkey_name ?? '',
      validType: input.valid_type ?? 3,
      from,
      to,
      lockIds,
    });
    return { re: success, passwd_url: pictureUrl(origin, code.token) };
  },
});

export function pictureUrl(origin: string, token: string): string {
  return `${origin}/qrcode/${token}.png`;
}
