import { addShare } from '../world/household';
import { defineCall, failure, success } from './define-call';
import { actsAsMaster } from './room-rights';

const notMaster = 5;
const wrongAccount = 6;
const duplicate = 7;

/** 10007. Takes `share_account` from the request line; the table's `auth_account` belongs to another page. */
export const shareAdd = defineCall({
  number: 10007,
  path: 'ShareAdd',
  changes: true,
  required: { share_account: 'text', gid: 'text', vir_channel_no: 'int' },
  loginFailed: 4,
  answer({ share_account, gid, vir_channel_no }, context) {
    const room = context.world.findRoom(gid, vir_channel_no);
    if (!room) return { re: failure };
    if (!actsAsMaster(room, context)) return { re: notMaster };
    const other = context.world.canLiveHere(share_account);
    if (!other || other.account === room.master) return { re: wrongAccount };
    if (room.shares.includes(other.account)) return { re: duplicate };
    addShare(room, other.account, context);
    return { re: success };
  },
});
