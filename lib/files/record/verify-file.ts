import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type ManifestFacts, readManifest } from './manifest';

export type FileFault = 'changed' | 'cut-short' | 'forged' | 'unreadable';
export type Verdict = { fault: FileFault } | { fault: null; facts: ManifestFacts };

export async function sumOf(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file)) {
    // Without an encoding, a file is read as bytes.
    const read = piece as Buffer;
    bytes += read.length;
    hash.update(read);
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Compares to the last byte. Checks the manifest first, because a forged one proves nothing. */
export function judge(sum: { sha256: string; bytes: number }, manifest: string, publicKey: string): Verdict {
  const facts = readManifest(manifest, publicKey);
  if (typeof facts === 'string') return { fault: facts };
  if (facts.sha256 === sum.sha256 && facts.bytes === sum.bytes) return { fault: null, facts };
  return { fault: sum.bytes < facts.bytes ? 'cut-short' : 'changed' };
}
