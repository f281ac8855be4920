import { defineOpenCall, failure, success } from './define-call';
import { isEmail } from './email';

const signedUpNotActivated = 4;
const signedUpActivated = 5;

/** 10001. 1 for a new account, with an activation letter in the outbox; 4 and 5 for an existing one. */
export const reg = defineOpenCall({
  number: 10001,
  path: 'reg',
  changes: true,
  required: {
    account: 'text',
    mail_address: 'text',
    passwd: 'text',
    account_type: 'int',
    phone_lang: 'text',
  },
  optional: { phone_num: 'text' },
  answer(input, { world }) {
    const known = world.findAccount(input.account);
    if (known) return { re: known.activated ? signedUpActivated : signedUpNotActivated };
    const type = input.account_type;
    if (type !== 1 && type !== 2 && type !== 3) return { re: failure };
    // "mailbox address as account": both are the same, and must be able to receive the activation letter.
    if (!isEmail(input.account) || input.mail_address.toLowerCase() !== input.account.toLowerCase())
      return { re: failure };
    world.addAccount({
      account: input.account,
      password: input.passwd,
      type,
      activated: false,
      phone: input.phone_num ?? '',
      name: '',
      language: input.phone_lang,
      // A new manager manages nothing until a building is assigned.
      manages: new Set(),
      pushTokens: [],
      picture: null,
    });
    world.sendLetter({ to: input.account, kind: 'activate', by: 'email' });
    return { re: success };
  },
});
