import { defineOpenCall, failure, success } from './define-call';
import { isEmail } from './email';

const noSuchAccount = 4;
const wrongEmailFormat = 5;

/** 10010. Takes no password. The letter or text message goes to the outbox. */
export const resetpwd = defineOpenCall({
  number: 10010,
  path: 'Resetpwd',
  changes: true,
  required: { account: 'text', act_type: 'int' },
  answer({ account, act_type }, { world }) {
    if (act_type !== 1 && act_type !== 2) return { re: failure };
    if (act_type === 1 && !isEmail(account)) return { re: wrongEmailFormat };
    const known = world.findAccount(account) ?? (act_type === 2 ? world.findAccountByPhone(account) : null);
    if (!known) return { re: noSuchAccount };
    // The account has no phone number to send the message to.
    if (act_type === 2 && known.phone === '') return { re: failure };
    world.sendLetter({ to: known.account, kind: 'reset', by: act_type === 1 ? 'email' : 'phone' });
    return { re: success };
  },
});
