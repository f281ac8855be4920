import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { startBackups, untilDue } from './backup-schedule';

const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-schedule-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hour = 3_600_000;
const nowMs = 1_000 * hour;

test.each([
  ['at once without one', { savedMs: [], failedMs: null }, 0],
  ['a day after the newest', { savedMs: [nowMs - 99 * hour, nowMs - 20 * hour], failedMs: null }, 4 * hour],
  ['at once after a long stop', { savedMs: [nowMs - 100 * hour], failedMs: null }, 0],
  ['ten minutes after a failure', { savedMs: [], failedMs: nowMs }, hour / 6],
  ['at once when the clock was set back', { savedMs: [nowMs + 500 * hour], failedMs: null }, 0],
  [
    'a day after the newest, whatever a clock that was ahead left',
    { savedMs: [nowMs + 500 * hour, nowMs - hour], failedMs: nowMs + 500 * hour },
    23 * hour,
  ],
])('a daily backup is due %s', (_what, times, expected) => {
  expect(untilDue({ ...times, nowMs, everyMs: 24 * hour })).toBe(expected);
});

test('is made when it is due, and not again after it succeeded', async () => {
  const old = path.join(folder, 'doordesk-2020-01-01T00-00-00Z.backup');
  writeFileSync(old, '');
  utimesSync(old, new Date(0), new Date(0));
  let runs = 0;
  const run = async () => {
    runs += 1;
    writeFileSync(path.join(folder, 'doordesk-2030-01-01T00-00-00Z.backup'), '');
    return true;
  };
  const stop = startBackups({ folder, everyMs: hour, run });
  await stop();
  const stopSecond = startBackups({ folder, everyMs: hour, run });
  await stopSecond();
  expect(runs).toBe(1);
});

test('is tried once, and not again at once, in a folder that cannot be read or is ahead', async () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const ahead = path.join(folder, 'ahead');
  mkdirSync(ahead);
  writeFileSync(path.join(ahead, 'doordesk-2040-01-01T00-00-00Z.backup'), '');
  utimesSync(
    path.join(ahead, 'doordesk-2040-01-01T00-00-00Z.backup'),
    new Date('2040-01-01'),
    new Date('2040-01-01'),
  );
  for (const [place, isSaved] of [
    [file, false],
    [ahead, true],
  ] as const) {
    let runs = 0;
    const run = async () => {
      runs += 1;
      return isSaved;
    };
    const stop = startBackups({ folder: place, everyMs: hour, run });
    await sleep(20);
    await stop();
    expect(runs).toBe(1);
  }
});
