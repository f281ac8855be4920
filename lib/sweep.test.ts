import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { log } from './log';
import { beginShutdown } from './shutdown';
import { startSweep } from './sweep';

let runs: { signal: AbortSignal; end: () => void; fail: (error: Error) => void }[] = [];
const sweep = {
  everyMs: 1_000,
  fault: 'the sweep failed',
  run: (signal: AbortSignal) =>
    new Promise<void>((end, fail) => {
      runs.push({ signal, end, fail });
    }),
};

beforeEach(() => {
  vi.useFakeTimers();
  runs = [];
});
afterEach(async () => {
  for (const { end } of runs) end();
  await beginShutdown();
  vi.useRealTimers();
});

test('runs at each interval, but never twice at once, and once however often it is started', async () => {
  startSweep('test', sweep);
  startSweep('test', sweep);
  expect(runs).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(3_500);
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs).toHaveLength(2);
});

test('a run that fails is logged, and the next one comes', async () => {
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
  startSweep('test', { ...sweep, isDueAtStart: true });
  expect(runs).toHaveLength(1);
  const err = new Error('away');
  runs[0]?.fail(err);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(warn.mock.calls).toEqual([[{ err }, 'the sweep failed']]);
  expect(runs).toHaveLength(2);
  warn.mockRestore();
});

test('the end of the process stops the run under way, and waits for it', async () => {
  startSweep('test', { ...sweep, isDueAtStart: true });
  let isOver = false;
  const over = beginShutdown().then(() => {
    isOver = true;
  });
  expect(runs[0]?.signal.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([isOver, runs.length]).toEqual([false, 1]);
  runs[0]?.end();
  await over;
});
