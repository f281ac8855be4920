import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemFolder } from './binaries';
import { EmbeddedDatabaseError } from './fault';
import { canEnter, chooseAccount } from './run-as';

export const projectFolder = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/**
 * The folder for what Doordesk keeps on this machine: `DOORDESK_DATA`, else `.doordesk` beside the project. When root
 * runs Doordesk from a folder that PostgreSQL's account cannot enter, a folder of this checkout's own under /var/lib.
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
  if (!account || canEnter(account, projectFolder)) return beside;
  const mark = createHash('sha256').update(projectFolder).digest('hex').slice(0, 8);
  return path.join(systemFolder, `${path.basename(projectFolder)}-${mark}`);
}
