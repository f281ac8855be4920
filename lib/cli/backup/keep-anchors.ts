import { existsSync, writeFileSync } from 'node:fs';
import type { Anchor } from '../../audit/anchor-file';

/** The anchors of the backup, unless this machine has its own, which may know later entries. Returns a sentence about it. */
export function keepAnchors(file: string, anchors: readonly Anchor[]): string {
  if (existsSync(file))
    return `${file} stays as it is. If it knows entries after the backup, npm run audit:verify says that they are gone, which is true.`;
  writeFileSync(file, `${JSON.stringify(anchors)}\n`, { mode: 0o600 });
  return `The audit anchor of the backup is in ${file}.`;
}
