import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startBackups, untilDue } from './backup-schedule';

const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-schedule-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hour = 3_600_000;
const nowMs = 1_000 * hour;

test.each([
  ['at once without one', { newestMs: null, failedMs: null }, 0],
  ['a day after the newest', { newestMs: nowMs - 20 * hour, failedMs: null }, 4 * hour],
  ['at once after a long stop', { newestMs: nowMs - 100 * hour, failedMs: null }, 0],
  ['ten minutes after a failure', { newestMs: null, failedMs: nowMs }, hour / 6],
  ['within a day when the clock was set back', { newestMs: nowMs + 500 * hour, failedMs: null }, 24 * hour],
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
