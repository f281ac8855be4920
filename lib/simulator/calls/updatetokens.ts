import { defineCall, failure, parametersMissing, success } from './define-call';
import { isRecord, listOf } from './list-of';

const emptyList = 5;

/** 10003. Replaces the account's list of phones. */
export const updatetokens = defineCall({
  number: 10003,
  path: 'updatetokens',
  changes: true,
  required: { list: 'any' },
  loginFailed: 4,
  answer({ list }, { caller }) {
    const tokens = listOf(list);
    if (tokens === null || !tokens.every(isRecord)) return { re: parametersMissing };
    if (tokens.length === 0) return { re: emptyList };
    for (const token of tokens) {
      if (!Number.isInteger(Number(token.push_type ?? Number.NaN)) || !token.app_token)
        return { re: parametersMissing };
      if (![1, 2].includes(Number(token.phone_type))) return { re: failure };
    }
    caller.pushTokens = tokens;
    return { re: success };
  },
});
