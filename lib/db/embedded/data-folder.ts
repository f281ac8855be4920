import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { explainPathFault } from '../../text/path-fault';
import { EmbeddedDatabaseError } from './fault';
import { systemFolder } from './find-binaries';
import { projectFolder } from './project-folder';
import { canEnter, chooseAccount, type RunAs } from './run-as';

/** `DOORDESK_DATA`, else `.doordesk` next to the project, else under /var/lib if PostgreSQL's account cannot use that. */
export function findDataFolder(given = process.env.DOORDESK_DATA): string {
  const folder = given ? path.resolve(given) : defaultFolder();
  try {
    // Others may pass through, because PostgreSQL may run under another account. Each file in it has its own mode.
    makeFolder(folder);
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `The data folder ${folder} cannot be made${because(cause)}. Set DOORDESK_DATA to a folder that you may write to`,
      { cause },
    );
  }
  return folder;
}

/** Node's recursive `mkdirSync` never returns if a folder cannot be made, for example under /proc. */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o711 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function because(cause: unknown): string {
  const why = explainPathFault(cause);
  return why ? `: ${why}` : '';
}

/** Throws if nothing can be written there, as on a full or read-only disk. */
export function proveWritable(folder: string): void {
  try {
    rmSync(mkdtempSync(path.join(folder, 'trial-')), { recursive: true });
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `The data folder ${folder} cannot be written to${because(cause)}. Set DOORDESK_DATA to a folder that you may write to`,
      { cause },
    );
  }
}

function defaultFolder(): string {
  const besideProject = path.join(projectFolder, '.doordesk');
  const account = chooseAccount(path.join(besideProject, 'postgres'));
  if (!account || canKeep(account, besideProject)) return besideProject;
  const mark = createHash('sha256').update(projectFolder).digest('hex').slice(0, 8);
  return path.join(systemFolder, `${path.basename(projectFolder)}-${mark}`);
}

/** Can the account own and reach files there? Not below /root, nor on some network folders. */
function canKeep(account: NonNullable<RunAs>, folder: string): boolean {
  let trial: string | undefined;
  try {
    makeFolder(folder);
    trial = mkdtempSync(path.join(folder, 'trial-'));
    chownSync(trial, account.uid, account.gid);
    return canEnter(account, trial);
  } catch {
    return false;
  } finally {
    if (trial) rmSync(trial, { recursive: true, force: true });
  }
}
