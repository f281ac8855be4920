import { removeShare } from '../world/household';
import { defineCall, failure, success } from './define-call';
import { actsAsMaster } from './room-rights';

const notMaster = 5;
const wrongAccount = 6;
const noSuchShare = 7;

/** 10008. 6 for an unknown account, 7 for an account without a share of this room. */
export const sharedel = defineCall({
  number: 10008,
  path: 'Sharedel',
  changes: true,
  required: { share_account: 'text', gid: 'text', vir_channel_no: 'int' },
  loginFailed: 4,
  answer({ share_account, gid, vir_channel_no }, context) {
    const room = context.world.findRoom(gid, vir_channel_no);
    if (!room) return { re: failure };
    if (!actsAsMaster(room, context)) return { re: notMaster };
    const other = context.world.findAccount(share_account);
    if (!other) return { re: wrongAccount };
    if (!room.shares.includes(other.account)) return { re: noSuchShare };
    removeShare(room, other.account, context);
    return { re: success };
  },
});
