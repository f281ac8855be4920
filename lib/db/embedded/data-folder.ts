import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedDatabaseError } from './fault';
import { systemFolder } from './find-binaries';
import { canEnter, chooseAccount, type RunAs } from './run-as';

export const projectFolder = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/**
 * The folder for what Doordesk keeps on this machine: `DOORDESK_DATA`, else `.doordesk` beside the project. When root
 * runs Doordesk where PostgreSQL's account can keep nothing, a folder of this checkout's own under /var/lib.
 */
export function findDataFolder(given = process.env.DOORDESK_DATA): string {
  const folder = given ? path.resolve(given) : defaultFolder();
  try {
    // Others may pass through, since PostgreSQL may run under another account; each file in it guards itself.
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
  const beside = path.join(projectFolder, '.doordesk');
  const account = chooseAccount(path.join(beside, 'postgres'));
  if (!account || canKeep(account, beside)) return beside;
  const mark = createHash('sha256').update(projectFolder).digest('hex').slice(0, 8);
  return path.join(systemFolder, `${path.basename(projectFolder)}-${mark}`);
}

/** Whether files there can be given to the account, and reached by it: not so below /root, on some network folders. */
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
