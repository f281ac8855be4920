/** The parts of a ZIP file (APPNOTE 6.3) that a workbook needs. Sizes follow their data, which is streamed. */
export type ZipEntry = { path: string; crc: number; packed: number; size: number; offset: number };

const most32 = 0xffff_ffff;
const most16 = 0xffff;
const VERSION = 20;
const VERSION_64 = 45;
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980, the earliest date: exports of the same rows have the same bytes. */
const DAY = 0x21;

export function localHeader(path: string): Buffer {
  const name = Buffer.from(path);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(DAY, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

export function dataDescriptor({ crc, packed, size }: ZipEntry): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packed, 8);
  descriptor.writeUInt32LE(size, 12);
  return descriptor;
}

/** The directory at the end. It uses the 64-bit form only where needed, because some programs do not read it. */
export function directory(entries: readonly ZipEntry[], offset: number): Buffer {
  const list = Buffer.concat(entries.map(directoryEntry));
  const wide = offset > most32 || entries.length > most16 || offset + list.length > most32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries.length, most16), 8);
  end.writeUInt16LE(Math.min(entries.length, most16), 10);
  end.writeUInt32LE(wide ? most32 : list.length, 12);
  end.writeUInt32LE(wide ? most32 : offset, 16);
  return Buffer.concat(wide ? [list, wideEnd(entries.length, list.length, offset), end] : [list, end]);
}

function directoryEntry({ path, crc, packed, size, offset }: ZipEntry): Buffer {
  const name = Buffer.from(path);
  const wide = offset > most32;
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(wide ? VERSION_64 : VERSION, 4);
  entry.writeUInt16LE(wide ? VERSION_64 : VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATED, 10);
  entry.writeUInt16LE(DAY, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(wide ? 12 : 0, 30);
  entry.writeUInt32LE(wide ? most32 : offset, 42);
  if (!wide) return Buffer.concat([entry, name]);
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(offset), 4);
  return Buffer.concat([entry, name, extra]);
}

function wideEnd(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(VERSION_64, 12);
  end.writeUInt16LE(VERSION_64, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + length), 64);
  end.writeUInt32LE(1, 72);
  return end;
}
