import { expect, test } from 'vitest';
import type { VerbResult } from '@/lib/abilities/verb';
import { answerOf, namedAddress } from './call-action';

const failed = (error: unknown) => answerOf(Promise.reject<VerbResult<never>>(error));

test('returns any answer unchanged', async () => {
  expect(await answerOf(Promise.resolve({ ok: true, data: 7 }))).toEqual({ ok: true, data: 7 });
  const refused = { ok: false, code: 'conflict' } as const;
  expect(await answerOf(Promise.resolve(refused))).toBe(refused);
});

test.each([
  ['a broken connection', new TypeError('Failed to fetch')],
  ['an action that this version does not have', new Error('Failed to find Server Action')],
  ['a failure of the server', Object.assign(new Error('hidden'), { digest: '3972189531' })],
])('makes an answer of %s, so that the form stays', async (_what, error) => {
  expect(await failed(error)).toEqual({ ok: false, code: 'connection-lost' });
});

test.each(['database-unavailable', 'stopping', 'busy', 'wrong-address'] as const)(
  'says that nothing was done if the server refused the request: %s',
  async (code) => {
    expect(await failed(new Error(`[${code}] Words for a person.`))).toEqual({ ok: false, code });
  },
);

test('keeps the address that a refusal names', async () => {
  await failed(new Error('[wrong-address https://desk.example] Words for a person.'));
  expect(namedAddress()).toBe('https://desk.example');
  expect(await failed(new Error('[stopping] Words.'))).toEqual({ ok: false, code: 'stopping' });
  expect(namedAddress()).toBe('https://desk.example');
});

test('passes on what leads to another page', async () => {
  const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/login;307;' });
  await expect(failed(redirect)).rejects.toBe(redirect);
});
