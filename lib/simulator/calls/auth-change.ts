import { becomeMaster } from '../world/household';
import { defineCall, failure, success } from './define-call';
import { actsAsLandlord } from './room-rights';

const notLandlord = 5;
const wrongAccount = 6;
const wrongActionType = 9;

/** 10006. 0 removes the named master, 1 replaces the master. Shares and doorcodes stay. */
export const authChange = defineCall({
  number: 10006,
  path: 'AuthChange',
  changes: true,
  required: { action_type: 'int', auth_account: 'text', gid: 'text', vir_channel_no: 'int' },
  loginFailed: 4,
  answer({ action_type, auth_account, gid, vir_channel_no }, context) {
    if (action_type !== 0 && action_type !== 1) return { re: wrongActionType };
    const room = context.world.findRoom(gid, vir_channel_no);
    if (!room) return { re: failure };
    if (!actsAsLandlord(room, context)) return { re: notLandlord };
    if (action_type === 0) {
      if (room.master?.toLowerCase() !== auth_account.toLowerCase()) return { re: wrongAccount };
      becomeMaster(room, null, context);
      return { re: success };
    }
    const master = context.world.canLiveHere(auth_account);
    if (!master) return { re: wrongAccount };
    becomeMaster(room, master.account, context);
    return { re: success };
  },
});
