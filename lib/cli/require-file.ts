import { accessSync, constants, statSync } from 'node:fs';

/** Throws if a path that an operator gave is not a file, or cannot be read. Pipes and devices are files too. */
export function requireFile(file: string): void {
  accessSync(file, constants.R_OK);
  if (!statSync(file).isDirectory()) return;
  throw Object.assign(new Error(`${file} is a folder`), { code: 'EISDIR', syscall: 'read', path: file });
}
