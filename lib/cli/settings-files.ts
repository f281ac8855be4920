import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../db/embedded/project-folder';
import { requireFile } from './require-file';

/** Reads `.env.local` and `.env` as Next does: the environment wins, then `.env.local`. */
export function loadSettingsFiles(): void {
  for (const name of ['.env.local', '.env']) {
    const file = path.join(projectFolder, name);
    if (!existsSync(file)) continue;
    requireFile(file);
    process.loadEnvFile(file);
  }
}
