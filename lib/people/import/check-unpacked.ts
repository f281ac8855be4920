import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { ImportProblem } from './problem';

const inflate = promisify(inflateRaw);

/** Far above what the most rows with long notes take. */
const mostUnpacked = 24_000_000;
const mostEntries = 500;

/**
 * Refuses a workbook that unpacks to more than a list of people can be. Each part is unpacked with that limit: what a ZIP
 * file says of its own size is no proof.
 */
export async function checkUnpacked(bytes: Uint8Array): Promise<void> {
  let left = mostUnpacked;
  for (const part of partsOf(bytes)) {
    if (part.method === 0) left -= part.data.length;
    else if (part.method === 8) {
      const unpacked = await inflate(part.data, { maxOutputLength: Math.max(1, left) }).catch((error) => {
        const isBig = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
        throw new ImportProblem({ code: isBig ? 'bigWorkbook' : 'badWorkbook' });
      });
      left -= unpacked.length;
    } else throw new ImportProblem({ code: 'badWorkbook' });
    if (left < 0) throw new ImportProblem({ code: 'bigWorkbook' });
  }
}

type Part = { method: number; data: Uint8Array };

/** The parts that the ZIP file's directory, at its end, leads to. */
function partsOf(bytes: Uint8Array): Part[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const bad = () => new ImportProblem({ code: 'badWorkbook' });
  if (end === -1 || end + 22 > view.length) throw bad();
  const count = view.readUInt16LE(end + 10);
  if (count > mostEntries) throw new ImportProblem({ code: 'bigWorkbook' });
  const parts: Part[] = [];
  let at = view.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== 0x02014b50) throw bad();
    const packed = view.readUInt32LE(at + 20);
    const local = view.readUInt32LE(at + 42);
    if (local + 30 > view.length || view.readUInt32LE(local) !== 0x04034b50) throw bad();
    const begin = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28);
    if (begin + packed > view.length) throw bad();
    parts.push({ method: view.readUInt16LE(at + 10), data: bytes.subarray(begin, begin + packed) });
    at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return parts;
}
