import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../db/embedded/project-folder';
import { listBackups } from './save-backup';

/** A clock that is set, or a machine that slept, is noticed within this time. */
const lookEveryMs = 60_000;
const retryMs = 600_000;

export type BackupTimes = {
  savedMs: readonly number[];
  failedMs: number | null;
  nowMs: number;
  everyMs: number;
};

/**
 * Zero: due now. After a failure it is tried again every 10 minutes, or as often as backups are made. Times in the future
 * are of a clock that was ahead. They are ignored: no backup would be made until then.
 */
export function untilDue({ savedMs, failedMs, nowMs, everyMs }: BackupTimes): number {
  const isPast = (timeMs: number) => timeMs <= nowMs + lookEveryMs;
  const newestMs = Math.max(...savedMs.filter(isPast));
  const dueMs = Math.min(newestMs, nowMs) + everyMs;
  const againMs = failedMs !== null && isPast(failedMs) ? failedMs + Math.min(retryMs, everyMs) : nowMs;
  return Math.max(0, dueMs - nowMs, againMs - nowMs);
}

/** Makes backups while this process lives. Returns a function that ends it. `run` resolves to whether it succeeded. */
export function startBackups({
  folder,
  everyMs,
  run,
}: {
  folder: string;
  everyMs: number;
  run(signal: AbortSignal): Promise<boolean>;
}): () => Promise<void> {
  const stopping = new AbortController();
  // The folder may be on a machine with another clock, so the last backup of this process counts too.
  let savedMs: number[] = [];
  let failedMs: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  async function backUp(): Promise<void> {
    const isSaved = await run(stopping.signal);
    if (isSaved) savedMs = [Date.now()];
    failedMs = isSaved ? null : Date.now();
    if (!stopping.signal.aborted) look();
  }

  function look(): void {
    const known = [...savedMs, ...readTimes(folder)];
    const waitMs = untilDue({ savedMs: known, failedMs, nowMs: Date.now(), everyMs });
    if (waitMs === 0) running = backUp();
    else timer = setTimeout(look, Math.min(waitMs, lookEveryMs)).unref();
  }

  look();
  return async () => {
    stopping.abort();
    clearTimeout(timer);
    await running;
  };
}

function readTimes(folder: string): number[] {
  try {
    return listBackups(folder).flatMap((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? []);
  } catch {
    // The backup that is then due says why the folder cannot be read. Doordesk goes on serving.
    return [];
  }
}

/** `npm run backup` in a process of its own, whose memory is free again afterwards. */
export function runBackup(
  { folder, settings }: { folder: string; settings: Record<string, string> },
  signal: AbortSignal,
): Promise<boolean> {
  const launcher = path.join(projectFolder, 'lib/cli/launch.mjs');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [launcher, 'backup', '--to', folder], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'inherit', 'inherit'],
      signal,
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
