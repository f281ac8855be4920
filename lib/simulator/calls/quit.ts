import { defineCall, success } from './define-call';

/** 10012. The cloud keeps no session, because each call carries the password. Only push messages end. */
export const quit = defineCall({
  number: 10012,
  path: 'Quit',
  changes: false,
  required: {},
  loginFailed: 4,
  answer: () => ({ re: success }),
});
