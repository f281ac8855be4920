import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Anchor } from '../../audit/anchor-file';
import { refuseNewer } from '../../db/migrate-database';
import { listMigrations, listSequences, listTables, quote, readBossVersion } from './list-tables';
import { encodeRecord, type TableRecord } from './record-stream';
import { BackupFault, sealStream } from './seal-stream';

export type BackupCounts = { tables: number; rows: number; migration: string };

/** Levels above make the file little smaller and take much longer. */
const gzipLevel = 3;

/** The same form on every server, whatever its settings. */
export const copySettings =
  "set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 1; set statement_timeout = 0";

/**
 * Copies every table as it is at one moment, sealed under the vault key `root`, into `destination`. `anchors`: read before,
 * so that none is newer.
 */
export async function writeBackup(options: {
  databaseUrl: string;
  root: Buffer;
  anchors: Anchor[];
  destination: Writable;
  signal?: AbortSignal;
}): Promise<BackupCounts> {
  const { databaseUrl, root, anchors, destination, signal } = options;
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'doordesk-backup' });
  client.on('error', () => {});
  await client.connect();
  const counts: BackupCounts = { tables: 0, rows: 0, migration: '' };
  try {
    await client.query(copySettings);
    await client.query('begin isolation level repeatable read read only');
    const records = Readable.from(readRecords(client, anchors, counts), { objectMode: false });
    const gzip = createGzip({ level: gzipLevel });
    await pipeline(records, gzip, sealStream(root), destination, ...(signal ? [{ signal }] : []));
    await client.query('commit');
    return counts;
  } finally {
    await client.end().catch(() => {});
  }
}

async function* readRecords(
  client: pg.Client,
  anchors: Anchor[],
  counts: BackupCounts,
): AsyncGenerator<Buffer> {
  const migrations = await listMigrations(client);
  refuseNewer(migrations);
  counts.migration = migrations.at(-1) ?? '';
  if (!counts.migration) throw new BackupFault('This database is empty: Doordesk has never run with it');
  const bossVersion = await readBossVersion(client);
  const madeAt = new Date().toISOString();
  yield encodeRecord({ kind: 'head', value: { madeAt, migrations, bossVersion, anchors } });
  for (const table of await listTables(client)) {
    yield encodeRecord({ kind: 'table', value: table });
    const rows = client.query(copyTo(copyStatement(table)));
    for await (const bytes of rows as AsyncIterable<Buffer>) yield encodeRecord({ kind: 'data', bytes });
    yield encodeRecord({ kind: 'rows', value: { count: rows.rowCount } });
    counts.tables += 1;
    counts.rows += rows.rowCount;
  }
  yield encodeRecord({ kind: 'end', value: { sequences: await listSequences(client) } });
}

function copyStatement({ schema, name, columns }: TableRecord): string {
  const list = columns.map((column) => quote(column)).join(', ');
  // A partitioned table cannot be copied by its name.
  return `copy (select ${list} from ${quote(schema, name)}) to stdout`;
}
