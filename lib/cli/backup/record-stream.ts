import { BackupFault } from './seal-stream';

export type Partition = { name: string; bound: string };

export type TableRecord = { schema: string; name: string; columns: string[]; partitions: Partition[] };

export type SequenceRecord = { schema: string; name: string; last: string; isCalled: boolean };

export type BackupHead = {
  /** ISO, of the machine that made it. */
  madeAt: string;
  /** Names of the migrations, in order. The last one is the database's number. */
  migrations: string[];
  /** Version of pg-boss's tables; null if there were none. */
  bossVersion: number | null;
  /** The audit anchors of the machine that made it. */
  anchors: { seq: number; mac: string }[];
};

export type BackupEnd = { sequences: SequenceRecord[] };

/** Rows of a table come as text of COPY, in pieces, between `table` and `rows`. */
export type BackupRecord =
  | { kind: 'head'; value: BackupHead }
  | { kind: 'table'; value: TableRecord }
  | { kind: 'data'; bytes: Buffer }
  | { kind: 'rows'; value: { count: number } }
  | { kind: 'end'; value: BackupEnd };

const kinds = ['head', 'table', 'data', 'rows', 'end'] as const;
const longest = 16 * 1024 * 1024;

/** One byte for the kind, four for the length, then JSON or data. */
export function encodeRecord(record: BackupRecord): Buffer {
  const body = record.kind === 'data' ? record.bytes : Buffer.from(JSON.stringify(record.value));
  const head = Buffer.alloc(5);
  head.writeUInt8(kinds.indexOf(record.kind));
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

export async function* decodeRecords(source: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const length = rest.readUInt32BE(1);
      if (length > longest) throw new BackupFault('This backup is damaged');
      if (rest.length < 5 + length) break;
      yield decodeRecord(rest.readUInt8(), rest.subarray(5, 5 + length));
      rest = rest.subarray(5 + length);
    }
  }
  if (rest.length > 0) throw new BackupFault('This backup was cut short');
}

function decodeRecord(number: number, body: Buffer): BackupRecord {
  const kind = kinds[number];
  if (!kind) throw new BackupFault('This backup was made by a newer version of Doordesk');
  if (kind === 'data') return { kind, bytes: body };
  // Sealed by ourselves, so its form needs no check.
  return { kind, value: JSON.parse(body.toString('utf8')) } as BackupRecord;
}
