import type { Effect } from '@/lib/simulator/faults/faults';

/** Clouds that fail, lie or repeat secrets, each with a name for the report. */
export function strangeClouds(secret: () => string): Record<string, Effect> {
  return {
    'not there': { effect: 'drop-before' },
    'gone after acting': { effect: 'drop-after' },
    'too late': { effect: 'late-answer', ms: 1_500 },
    garbage: { effect: 'garbage' },
    'wrong key': { effect: 'wrong-key' },
    'half an answer': { effect: 'half' },
    'cut off': { effect: 'cut' },
    'a page of HTML': { effect: 'html' },
    'status 500': { effect: 'status', status: 500, acted: true },
    'status 401': { effect: 'status', status: 401 },
    'status 429': { effect: 'status', status: 429, retryAfterSeconds: 0 },
    // Some clouds repeat the request in their errors. Doordesk must not pass that on.
    'an echo for a code': { effect: 'answer', json: { re: secret() } },
    'an echo for a list': {
      effect: 'answer',
      json: { re: 1, list: secret(), mainer: [secret()], head_url: secret() },
    },
    'an echo for words': {
      effect: 'answer',
      json: { re: 2, msg: secret(), comid: secret(), passwd: secret() },
    },
    'an echo next to rooms': {
      effect: 'answer',
      json: {
        re: 1,
        list: [
          { gid: 'DD1', gid_passwd: secret(), lock_passwd: secret(), passwd: secret(), gid_type: secret() },
        ],
      },
    },
    'an unknown code': { effect: 'answer', json: { re: 99 } },
  };
}
