import { defineCall, failure, success } from './define-call';
import { actsAsLandlord } from './room-rights';

const notLandlord = 5;

/** 10013. A room without a master answers with an empty one. */
export const getMainer = defineCall({
  number: 10013,
  path: 'GetMainer',
  changes: false,
  required: { gid: 'text', vir_channel_no: 'int' },
  loginFailed: 4,
  answer({ gid, vir_channel_no }, context) {
    const room = context.world.findRoom(gid, vir_channel_no);
    if (!room) return { re: failure };
    if (!actsAsLandlord(room, context)) return { re: notLandlord };
    return { re: success, mainer: room.master ?? '' };
  },
});
