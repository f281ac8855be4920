import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedDatabaseError } from './fault';
import { systemFolder } from './find-binaries';
import { canEnter, chooseAccount, type RunAs } from './run-as';

export const projectFolder = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** `DOORDESK_DATA`, else `.doordesk` next to the project, else under /var/lib if PostgreSQL's account cannot use that. */
export function findDataFolder(given = process.env.DOORDESK_DATA): string {
  const folder = given ? path.resolve(given) : defaultFolder();
  try {
    // Others may pass through, because PostgreSQL may run under another account. Each file in it has its own mode.
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o711 });
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `The data folder ${folder} cannot be made. Set DOORDESK_DATA to a folder that you may write to`,
      { cause },
    );
  }
  return folder;
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
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    trial = mkdtempSync(path.join(folder, 'trial-'));
    chownSync(trial, account.uid, account.gid);
    return canEnter(account, trial);
  } catch {
    return false;
  } finally {
    if (trial) rmSync(trial, { recursive: true, force: true });
  }
}
