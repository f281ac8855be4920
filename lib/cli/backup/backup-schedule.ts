import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../db/embedded/project-folder';
import { listBackups } from './save-backup';

/** A clock that is set, or a machine that slept, is noticed within this time. */
const lookEveryMs = 60_000;
const retryMs = 600_000;

export type BackupTimes = {
  newestMs: number | null;
  failedMs: number | null;
  nowMs: number;
  everyMs: number;
};

/** Zero: due now. After a failure it is tried again every 10 minutes, or as often as backups are made. */
export function untilDue({ newestMs, failedMs, nowMs, everyMs }: BackupTimes): number {
  const dueMs = newestMs === null ? nowMs : Math.min(newestMs, nowMs) + everyMs;
  const againMs = failedMs === null ? nowMs : failedMs + Math.min(retryMs, everyMs);
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
  let failedMs: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  async function backUp(): Promise<void> {
    const isSaved = await run(stopping.signal);
    failedMs = isSaved ? null : Date.now();
    if (!stopping.signal.aborted) look();
  }

  function look(): void {
    const [newest] = listBackups(folder);
    const newestMs = newest ? (statSync(newest, { throwIfNoEntry: false })?.mtimeMs ?? null) : null;
    const waitMs = untilDue({ newestMs, failedMs, nowMs: Date.now(), everyMs });
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
