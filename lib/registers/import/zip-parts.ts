import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { directory, localHeader, type ZipEntry } from '@/lib/files/write/zip-parts';
import { ImportProblem } from './import-error';

const inflate = promisify(inflateRaw);
const deflate = promisify(deflateRaw);

/** Far more than the longest list with notes needs. */
const mostUnpacked = 24_000_000;
const mostEntries = 500;
const stored = 0;
const deflated = 8;

export type ZipPart = { path: string /** Raw deflate. */; packed: Uint8Array; content: Buffer };

/** Limits the unpacked size of all parts together, because the sizes that the file states may be false. */
export async function unpackParts(bytes: Uint8Array): Promise<ZipPart[]> {
  let left = mostUnpacked;
  const parts: ZipPart[] = [];
  for (const { path, method, data } of partsIn(bytes)) {
    if (method !== stored && method !== deflated) throw new ImportProblem({ code: 'badWorkbook' });
    const content = method === stored ? Buffer.from(data) : await inflated(data, Math.max(1, left));
    left -= content.length;
    if (left < 0) throw new ImportProblem({ code: 'bigWorkbook' });
    parts.push({ path, packed: method === stored ? await deflate(data) : data, content });
  }
  return parts;
}

async function inflated(data: Uint8Array, most: number): Promise<Buffer> {
  return inflate(data, { maxOutputLength: most }).catch((error) => {
    const isBig = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new ImportProblem({ code: isBig ? 'bigWorkbook' : 'badWorkbook' });
  });
}

/** A new ZIP file of the checked parts only, because two programs can read one ZIP file differently. */
export function packParts(parts: readonly ZipPart[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  const entries: ZipEntry[] = [];
  let at = 0;
  for (const { path, packed, content } of parts) {
    const header = localHeader(path);
    entries.push({ path, crc: crc32(content), packed: packed.length, size: content.length, offset: at });
    pieces.push(header, packed);
    at += header.length + packed.length;
  }
  return Buffer.concat([...pieces, directory(entries, at)]);
}

function partsIn(bytes: Uint8Array): { path: string; method: number; data: Uint8Array }[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const bad = () => new ImportProblem({ code: 'badWorkbook' });
  if (end === -1 || end + 22 > view.length) throw bad();
  const count = view.readUInt16LE(end + 10);
  if (count > mostEntries) throw new ImportProblem({ code: 'bigWorkbook' });
  const found = new Map<string, { path: string; method: number; data: Uint8Array }>();
  let at = view.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== 0x02014b50) throw bad();
    const size = view.readUInt32LE(at + 20);
    const local = view.readUInt32LE(at + 42);
    const path = view.toString('utf8', at + 46, at + 46 + view.readUInt16LE(at + 28));
    if (local + 30 > view.length || view.readUInt32LE(local) !== 0x04034b50 || found.has(path)) throw bad();
    const begin = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28);
    if (begin + size > view.length) throw bad();
    const data = bytes.subarray(begin, begin + size);
    found.set(path, { path, method: view.readUInt16LE(at + 10), data });
    at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return [...found.values()];
}
