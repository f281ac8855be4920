import { letTimePass } from '../world/household';
import { defineCall, success } from './define-call';

const noSuchCode = 5;

/** 10009. Only its creator can revoke a code. For others it does not exist. */
export const delTemPwd = defineCall({
  number: 10009,
  path: 'DelTemPwd',
  changes: true,
  required: { temporary_passwd: 'text' },
  loginFailed: 4,
  answer({ temporary_passwd }, context) {
    const { world, caller } = context;
    const code = world.findCode(temporary_passwd);
    if (!code || code.revoked || code.creator !== caller.account) return { re: noSuchCode };
    const door = world.doors.get(code.gid);
    if (door) letTimePass(door, context);
    code.revoked = true;
    return { re: success };
  },
});
