import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { getConstructionPlans } from 'pg-boss';
import { from as copyFrom } from 'pg-copy-streams';
import { migrate } from '../../db/migrate-database';
import { migrations } from '../../db/migrations/index';
import { beginRestore, endRestore } from './begin-restore';
import { listMigrations, listTables, quote, readBossVersion } from './list-tables';
import { type BackupHead, type BackupRecord, decodeRecords, type TableRecord } from './record-stream';
import { BackupFault, openStream } from './seal-stream';
import { copySettings } from './write-backup';

export type Restored = {
  head: BackupHead;
  tables: number;
  rows: number;
  /** The vault key under which it was sealed, which is also that of the restored database. */
  root: Buffer;
  /** The backup has jobs in a form that this version of pg-boss does not know. Doordesk queues its jobs again by itself. */
  leftOutQueue: boolean;
};

/**
 * Fills an empty database: migrates it to the number of the backup, then loads everything in one transaction. Cut short,
 * it leaves the database empty. Afterwards calls to the cloud are refused until an operator allows them.
 */
export async function restoreBackup(options: {
  databaseUrl: string;
  /** The vault keys to try. */
  roots: readonly Buffer[];
  source: Readable;
}): Promise<Restored> {
  const { databaseUrl, roots, source } = options;
  let root: Buffer | undefined;
  const onRoot = (found: Buffer) => {
    root = found;
  };
  let restored: Omit<Restored, 'root'> | undefined;
  await pipeline(source, openStream(roots, onRoot), createGunzip(), async (bytes: AsyncIterable<Buffer>) => {
    restored = await loadRecords(databaseUrl, decodeRecords(bytes));
  });
  if (!restored || !root) throw new BackupFault('This backup was cut short');
  return { ...restored, root };
}

async function loadRecords(
  databaseUrl: string,
  records: AsyncGenerator<BackupRecord>,
): Promise<Omit<Restored, 'root'>> {
  const first = await records.next();
  if (first.done || first.value.kind !== 'head') throw new BackupFault('This backup is damaged');
  const head = first.value.value;
  refuseOtherVersion(head);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(copySettings);
    await beginRestore(client);
    if ((await listMigrations(client)).length > head.migrations.length)
      throw new BackupFault('A restore of a newer backup was cut short here. Restore into an empty database');
    await migrate(databaseUrl, { to: head.migrations.at(-1) });
    const leftOutQueue = !(await prepareQueue(client, head.bossVersion));
    await client.query('begin');
    const loaded = await loadTables(client, records, { leftOutQueue });
    await client.query('insert into restored_copy (made_at) values ($1)', [head.madeAt]);
    // Some of them ended after the backup: signed out, or ended from another browser. A copy must not open them again.
    await client.query('delete from session');
    await endRestore(client);
    await client.query('commit');
    await client.query('analyze');
    return { head, ...loaded, leftOutQueue };
  } finally {
    await client.end().catch(() => {});
  }
}

function refuseOtherVersion(head: BackupHead): void {
  const known = Object.keys(migrations).sort();
  const expected = known.slice(0, head.migrations.length);
  if (head.migrations.every((name, at) => name === expected[at])) return;
  throw new BackupFault(
    `This backup was made by a newer version of Doordesk (${head.migrations.at(-1)}). Restore it with that version or a newer one`,
  );
}

/** Makes the tables of pg-boss if the backup has the same. Returns whether their rows can be loaded. */
async function prepareQueue(client: pg.Client, version: number | null): Promise<boolean> {
  if (version === null) return true;
  if ((await readBossVersion(client)) === null) await client.query(getConstructionPlans('pgboss'));
  return (await readBossVersion(client)) === version;
}

async function loadTables(
  client: pg.Client,
  records: AsyncGenerator<BackupRecord>,
  { leftOutQueue }: { leftOutQueue: boolean },
): Promise<{ tables: number; rows: number }> {
  const isLeftOut = ({ schema }: { schema: string }) => leftOutQueue && schema === 'pgboss';
  const present = (await listTables(client)).filter((table) => !isLeftOut(table));
  const names = present.map(({ schema, name }) => quote(schema, name));
  // The triggers of the audit log refuse to empty it. What the migrations wrote there is in the backup too.
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  await client.query(`truncate ${names.join(', ')}`);
  const counts = { tables: 0, rows: 0 };
  for await (const record of records) {
    if (record.kind === 'table') {
      const table = record.value;
      if (isLeftOut(table)) await skipRows(records);
      else counts.rows += await loadTable(client, table, records);
      counts.tables += 1;
    }
    if (record.kind !== 'end') continue;
    for (const { schema, name, last, isCalled } of record.value.sequences) {
      if (!isLeftOut({ schema }))
        await client.query('select setval($1::regclass, $2, $3)', [quote(schema, name), last, isCalled]);
    }
    for (const name of names) await client.query(`alter table ${name} enable trigger user`);
    return counts;
  }
  throw new BackupFault('This backup was cut short');
}

async function loadTable(
  client: pg.Client,
  { schema, name, columns, partitions }: TableRecord,
  records: AsyncGenerator<BackupRecord>,
): Promise<number> {
  const whole = quote(schema, name);
  const { rows: kinds } = await client.query<{ cut: boolean }>(
    "select relkind = 'p' as cut from pg_class where oid = $1::regclass",
    [whole],
  );
  // Migrations make one table of events. An operator may partition it again.
  for (const { name: part, bound } of kinds[0]?.cut ? partitions : []) {
    const there = await client.query<{ yes: boolean }>('select to_regclass($1) is not null as yes', [
      quote(schema, part),
    ]);
    if (!there.rows[0]?.yes)
      await client.query(`create table ${quote(schema, part)} partition of ${whole} ${bound}`);
  }
  let expected = -1;
  async function* rowsOf(): AsyncGenerator<Buffer> {
    // Not "for await", which would end the records of the tables that follow.
    for (let next = await records.next(); !next.done; next = await records.next()) {
      if (next.value.kind === 'data') yield next.value.bytes;
      else if (next.value.kind === 'rows') {
        expected = next.value.value.count;
        return;
      } else break;
    }
    throw new BackupFault('This backup is damaged');
  }
  const list = columns.map((column) => quote(column)).join(', ');
  const target = client.query(copyFrom(`copy ${whole} (${list}) from stdin`));
  await pipeline(Readable.from(rowsOf(), { objectMode: false }), target);
  if (target.rowCount !== expected)
    throw new BackupFault(`The table ${name} has ${target.rowCount} rows instead of ${expected}`);
  return expected;
}

async function skipRows(records: AsyncGenerator<BackupRecord>): Promise<void> {
  for (let next = await records.next(); !next.done; next = await records.next())
    if (next.value.kind === 'rows') return;
}
