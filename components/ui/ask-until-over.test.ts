import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askUntilOver } from './ask-until-over';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('asks at each interval, and not again after an answer that the session has ended', async () => {
  const answers: ('over' | undefined)[] = [undefined, undefined, 'over'];
  const ask = vi.fn(async () => answers.shift());
  askUntilOver(ask, { everyMs: 15_000, signal: new AbortController().signal });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(ask).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(vi.getTimerCount()).toBe(0);
});

test('stops when the page goes to another address', async () => {
  const gone = new AbortController();
  const ask = vi.fn(async () => undefined);
  askUntilOver(ask, { everyMs: 15_000, signal: gone.signal });
  gone.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).not.toHaveBeenCalled();
});
