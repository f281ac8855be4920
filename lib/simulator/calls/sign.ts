import type { Account, Room } from '../world/model';
import { flagOf, type World } from '../world/world';
import { defineCall, failure, success } from './define-call';

/** 10002. The document has no "login failed" here: a wrong password or role, or an inactive account, is a failure. */
export const sign = defineCall({
  number: 10002,
  path: 'sign',
  changes: false,
  required: { account_type: 'int' },
  loginFailed: failure,
  answer({ account_type }, { world, caller }) {
    const rooms = world.roomsOf(caller);
    if (!maySignAs(caller, account_type, rooms)) return { re: failure };
    return { re: success, list: rooms.map((room) => entryOf(world, caller, room)) };
  },
});

/** Type 2 is "Landlord or room master": an account signed up as tenant may use it once it is master of a room. */
function maySignAs(caller: Account, type: number, rooms: readonly Room[]): boolean {
  if (type === caller.type) return true;
  const isMaster = rooms.some((room) => room.master === caller.account);
  return caller.type !== 1 && (type === 2 || type === 3) && isMaster;
}

function entryOf(world: World, caller: Account, room: Room): Record<string, unknown> {
  const { door } = room;
  return {
    gid: door.gid,
    gid_passwd: door.password,
    gid_type: door.type,
    gid_model: door.model,
    lock_passwd: door.fixedLockPassword,
    lock_id: door.locks.map((lock) => `${lock.id}:${lock.alias}`).join(','),
    vir_chn_no: room.channel,
    timezone: door.timezone,
    main_sub_flag: flagOf(world.standing(caller, room)),
    unit_label: room.label,
    building_name: door.building,
  };
}
