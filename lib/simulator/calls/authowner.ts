import { becomeMaster } from '../world/household';
import { defineCall, failure, success } from './define-call';
import { actsAsLandlord } from './room-rights';

const notLandlord = 5;
const wrongAccount = 6;

/** 10005. Only for a room without a master. For a room with one it answers 2; 10006 changes that. */
export const authowner = defineCall({
  number: 10005,
  path: 'Authowner',
  changes: true,
  required: { auth_account: 'text', gid: 'text', vir_channel_no: 'int' },
  loginFailed: 4,
  answer({ auth_account, gid, vir_channel_no }, context) {
    const room = context.world.findRoom(gid, vir_channel_no);
    if (!room) return { re: failure };
    if (!actsAsLandlord(room, context)) return { re: notLandlord };
    const master = context.world.canLiveHere(auth_account);
    if (!master) return { re: wrongAccount };
    if (room.master !== null && room.master !== master.account) return { re: failure };
    becomeMaster(room, master.account, context);
    return { re: success };
  },
});
