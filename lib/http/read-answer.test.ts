import { expect, test } from 'vitest';
import { readAnswer } from './read-answer';

const answer = (body: string, status = 200) => readAnswer(Promise.resolve(new Response(body, { status })));

test('an answer is its body, a refusal its code', async () => {
  expect(await answer('{"rows":[1]}')).toEqual({ ok: true, body: { rows: [1] }, status: 200 });
  expect(await answer('{"error":"throttled"}', 429)).toEqual({ ok: false, code: 'throttled', status: 429 });
});

test.each([['{"error":"<b>no code</b>"}'], ['{"error":7}'], ['"throttled"'], ['null'], ['[]']])(
  'a refusal that names no code is unexpected: %s',
  async (body) => {
    expect(await answer(body, 500)).toEqual({ ok: false, code: 'unexpected', status: 500 });
  },
);

test('an answer that never came, or is no JSON, has the code that the caller chose', async () => {
  const cut = () => Promise.reject<Response>(new TypeError('Failed to fetch'));
  expect(await readAnswer(cut())).toEqual({ ok: false, code: 'unexpected', status: 0 });
  expect(await readAnswer(cut(), 'connection-lost')).toEqual({
    ok: false,
    code: 'connection-lost',
    status: 0,
  });
  expect(await answer('<html>', 502)).toMatchObject({ ok: false, code: 'unexpected' });
});
