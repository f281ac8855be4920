import { inflateRawSync } from 'node:zlib';

/** The files inside a ZIP, such as an XLSX. A search would not find a compressed secret. */
export function unzip(zip: Buffer): Buffer[] {
  const end = zip.lastIndexOf('PK\x05\x06');
  if (end < 0) throw new Error('not a ZIP');
  const files: Buffer[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const entry = zip.readUInt32LE(at + 42);
    const from = entry + 30 + zip.readUInt16LE(entry + 26) + zip.readUInt16LE(entry + 28);
    const stored = zip.subarray(from, from + size);
    files.push(method === 0 ? stored : inflateRawSync(stored));
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
