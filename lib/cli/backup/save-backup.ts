import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Anchor } from '../../audit/anchor-file';
import { explainPathFault } from '../../text/path-fault';
import { BackupFault } from './seal-stream';
import { type BackupCounts, writeBackup } from './write-backup';

export type SavedBackup = BackupCounts & { file: string; bytes: number };

const suffix = '.backup';
const draftSuffix = '.part';
/** A draft that nothing was added to for so long belongs to a process that was killed. */
const abandonedMs = 600_000;

/** Writes a draft and renames it, so that a file with the name of a backup is always complete. */
export async function saveBackup(options: {
  databaseUrl: string;
  root: Buffer;
  anchors: Anchor[];
  folder: string;
  now?: Date;
}): Promise<SavedBackup> {
  const { databaseUrl, root, anchors, folder, now = new Date() } = options;
  const name = `doordesk-${now.toISOString().replace(/\.\d+/, '').replaceAll(':', '-')}${suffix}`;
  const file = path.join(folder, name);
  const draft = `${file}.${process.pid}${draftSuffix}`;
  try {
    if (!statSync(folder, { throwIfNoEntry: false })) mkdirSync(folder, { mode: 0o700 });
    removeAbandoned(folder);
    const handle = await open(draft, 'wx', 0o600);
    const destination = handle.createWriteStream({ flush: true });
    const counts = await writeBackup({ databaseUrl, root, anchors, destination });
    await rename(draft, file);
    const directory = await open(folder, 'r');
    await directory.sync().finally(() => directory.close());
    return { ...counts, file, bytes: statSync(file).size };
  } catch (error) {
    // Below a file there is nothing to remove, and the fault of that would hide the first one.
    await rm(draft, { force: true }).catch(() => {});
    throw explainDisk(error, folder);
  }
}

function explainDisk(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new BackupFault(
      `The disk of ${folder} is full. This backup was removed; earlier ones are kept. Make room, or set DOORDESK_BACKUP_KEEP to a smaller number`,
    );
  const why = explainPathFault(error);
  if (!why) return error;
  return new BackupFault(
    `Backups cannot be written to ${folder}: ${why}. Give another folder with --to, or set DOORDESK_BACKUP_DIR to one`,
  );
}

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith('doordesk-') || !name.endsWith(draftSuffix)) continue;
    const file = path.join(folder, name);
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changed > abandonedMs) rmSync(file, { force: true });
  }
}

/** Complete backups in the folder, newest first: names hold the time. */
export function listBackups(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith('doordesk-') && name.endsWith(suffix))
    .sort()
    .reverse()
    .map((name) => path.join(folder, name));
}

/** Removes all but the newest `keep`. Returns how many were removed. */
export function pruneBackups(folder: string, keep: number): number {
  const old = listBackups(folder).slice(keep);
  for (const file of old) rmSync(file, { force: true });
  return old.length;
}
