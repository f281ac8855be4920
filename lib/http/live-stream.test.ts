import { expect, test } from 'vitest';
import { answerLive, type Live, openLive } from './live-stream';

const long = 10 * 60_000;

test('sends data and comments, and ends when nothing is left to say', async () => {
  const stream = openLive(new AbortController().signal, async (live) => {
    live.send('1');
    live.breathe();
  });
  expect(await answerLive(stream).text()).toBe('data: 1\n\n: still here\n\n');
});

test('a rest ends when woken', async () => {
  let live: Live | undefined;
  const stream = openLive(new AbortController().signal, async (given) => {
    live = given;
    await given.rest(long);
    given.send('woken');
  });
  live?.wake();
  expect(await answerLive(stream).text()).toBe('data: woken\n\n');
});

test.each([
  ['the request is aborted', (request: AbortController) => request.abort()],
  ['the answer is cancelled', (_: AbortController, reader: ReadableStreamDefaultReader) => reader.cancel()],
])('when %s, a rest ends, and what follows is not sent', async (_name, leave) => {
  const request = new AbortController();
  const ended = Promise.withResolvers<boolean>();
  const reader = openLive(request.signal, async (live) => {
    await live.rest(long);
    await live.rest(long);
    live.send('too late');
    ended.resolve(live.signal.aborted);
  }).getReader();
  await leave(request, reader);
  expect(await ended.promise).toBe(true);
  expect(await reader.read()).toEqual({ done: true, value: undefined });
});

test('ends for a reader that had gone before', async () => {
  const stream = openLive(AbortSignal.abort(), (live) => live.rest(long));
  expect(await answerLive(stream).text()).toBe('');
});

test('what fails reaches the reader', async () => {
  const stream = openLive(new AbortController().signal, () => Promise.reject(new Error('no database')));
  await expect(answerLive(stream).text()).rejects.toThrow('no database');
});
