import { defineCall, failure, success } from './define-call';
import { maySeeShares } from './room-rights';

const notMaster = 5;

/** 10011. A room without shares has an empty list; the document has no code for it. */
export const shareList = defineCall({
  number: 10011,
  path: 'ShareList',
  changes: false,
  required: { gid: 'text', vir_channel_no: 'int' },
  loginFailed: 4,
  answer({ gid, vir_channel_no }, context) {
    const room = context.world.findRoom(gid, vir_channel_no);
    if (!room) return { re: failure };
    if (!maySeeShares(room, context)) return { re: notMaster };
    return { re: success, list: room.shares.map((account) => ({ account, gid })) };
  },
});
