import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createSession } from '@/lib/auth/session';
import { Secret } from '@/lib/doordeer/secret';
import { anchorFile, writeAnchor } from '../../audit/anchor-file';
import { recordAudit } from '../../audit/record';
import { closeDb, connect } from '../../db/client';
import { MigrationError, migrate } from '../../db/migrate-database';
import { vaultKey } from '../../env';
import { useDatabase } from '../../testing/database';
import { fillEvents } from '../../testing/event-rows';
import { createDatabase, dropDatabase, withDatabase } from '../tests/databases';
import { nameDatabase } from '../tests/server';
import { checkRestored } from './check-restored';
import { restoreBackup } from './restore-backup';
import { pruneBackups, saveBackup } from './save-backup';
import { writeBackup } from './write-backup';

const source = useDatabase();
const workspaceId = '00000000-0000-4000-8000-000000000001';
const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-backup-'));
const backups = path.join(folder, 'kept');
const made: string[] = [];
let file: string;

/** A fresh database without any table. */
async function makeEmpty(): Promise<string> {
  const name = nameDatabase(inject('template'));
  await createDatabase(inject('serverUrl'), name);
  made.push(name);
  return withDatabase(inject('serverUrl'), name);
}

async function ask<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query<T>(text).finally(() => client.end())).rows;
}

/** The rows of each table, as one digest. */
async function digest(url: string): Promise<Record<string, string>> {
  const tables = await ask<{ name: string }>(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')
     and tablename not in ('kysely_migration', 'kysely_migration_lock', 'restored_copy') order by 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await ask<{ digest: string }>(
      url,
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') as digest from ${name} t`,
    );
    digests[name] = row?.digest ?? '';
  }
  return digests;
}

/** A sign-out after the backup stays final, so sessions are not restored. */
const withoutSessions = (digests: Record<string, string>) => ({ ...digests, 'public.session': '0 ' });

beforeAll(async () => {
  const db = source.db();
  await db
    .insertInto('workspace')
    .values({ id: workspaceId, account: 'a@b.example', role: 'manager' })
    .execute();
  await fillEvents(source.url, workspaceId, 6_000);
  const who = { workspaceId, actor: 'a@b.example', account: 'a@b.example', role: null };
  for (const subject of ['one', 'zwei', '三'])
    await recordAudit(db, { ...who, action: 'test.done', subject, outcome: 'done' });
  await writeAnchor(db, anchorFile(folder));
  await createSession(db, {
    workspaceId,
    account: 'a@b.example',
    actor: 'a@b.example',
    password: new Secret('a-password'),
    userAgent: 'vitest',
  });
  const boss = new PgBoss(source.url);
  await boss.start();
  await boss.createQueue('doordesk-job');
  await boss.send('doordesk-job', { jobId: 'x' });
  await boss.stop({ graceful: false });
  const anchors = JSON.parse(readFileSync(anchorFile(folder), 'utf8'));
  ({ file } = await saveBackup({ databaseUrl: source.url, root: vaultKey(), anchors, folder: backups }));
});

afterAll(async () => {
  await closeDb();
  for (const name of made) await dropDatabase(inject('serverUrl'), name);
  rmSync(folder, { recursive: true });
});

const restore = (databaseUrl: string, given = file, root = vaultKey()) =>
  restoreBackup({ databaseUrl, roots: [Buffer.alloc(32, 'newer'), root], source: createReadStream(given) });

test('a restored database holds every row of every table but no session, and its check finds what is missing', async () => {
  const target = await makeEmpty();
  const { head, rows, leftOutQueue } = await restore(target);
  expect(leftOutQueue).toBe(false);
  expect(rows).toBeGreaterThan(6_000);
  const expected = await digest(source.url);
  expect(expected['public.session']).toMatch(/^1 /);
  expect(await digest(target)).toEqual(withoutSessions(expected));
  expect(expected['pgboss.job_common']).toMatch(/^1 /);

  const { db } = connect(target, 1);
  const report = await checkRestored(db, head.anchors);
  expect(report).toMatchObject({ auditEntries: 3, faults: [] });
  // Sequences go on after the last number, and the audit log still refuses changes.
  await expect(
    ask<{ id: number }>(
      target,
      "select nextval(pg_get_serial_sequence('event', 'id')) > max(id) as later from event",
    ),
  ).resolves.toEqual([{ later: true }]);
  await expect(ask(target, 'delete from audit_entry')).rejects.toThrow();

  // A door whose record has one event more than there are.
  await ask(
    target,
    `insert into event_stretch (workspace_id, gid, channel, low, high, size, oldest_at, newest_at)
     select workspace_id, gid, stream, min(place), max(place), count(*) + 1, min(at), max(at) from event
     where gid = (select min(gid) from event) group by 1, 2, 3`,
  );
  const { faults } = await checkRestored(db, head.anchors).finally(() => db.destroy());
  expect(faults).toEqual([
    expect.stringMatching(/^Door filled\d+ has \d+ events where its record says \d+\.$/),
  ]);
});

test('a database of a newer version is refused, and no file is left', async () => {
  const newer = await makeEmpty();
  await migrate(newer);
  await ask(newer, "insert into kysely_migration (name, timestamp) values ('0099-from-the-future', '')");
  const into = path.join(folder, 'newer');
  const saving = saveBackup({ databaseUrl: newer, root: vaultKey(), anchors: [], folder: into });
  await expect(saving).rejects.toThrow(MigrationError);
  await expect(saving).rejects.toThrow(/another version of Doordesk/);
  expect(readdirSync(into)).toEqual([]);
});

test('holds nothing readable', async () => {
  const bytes = readFileSync(file);
  expect(bytes.includes('a@b.example')).toBe(false);
  expect(bytes.includes('Harbour House')).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe('a restore is refused', () => {
  const damaged = path.join(folder, 'damaged');
  test.each([
    [
      'with another vault key',
      (bytes: Buffer) => bytes,
      Buffer.alloc(32, 'another'),
      /another DOORDESK_VAULT_KEY/,
    ],
    ['of a file that was cut short', (bytes: Buffer) => bytes.subarray(0, -40), null, /cut short/],
    ['of a file that was changed', change, null, /damaged/],
    ['of another file', () => Buffer.alloc(1_000, 'x'), null, /not a backup of Doordesk/],
    ['of an empty file', () => Buffer.alloc(0), null, /cut short/],
  ])('%s, and leaves the database empty', async (_what, spoil, root, words) => {
    writeFileSync(damaged, spoil(readFileSync(file)));
    const target = await makeEmpty();
    await expect(restore(target, damaged, root ?? vaultKey())).rejects.toThrow(words);
    const tables = await ask(target, "select 1 from pg_tables where tablename = 'workspace'");
    if (tables.length > 0) expect(await ask(target, 'select 1 from workspace')).toEqual([]);
  });

  function change(bytes: Buffer): Buffer {
    const changed = Buffer.from(bytes);
    changed[bytes.length - 100] = (changed[bytes.length - 100] ?? 0) ^ 1;
    return changed;
  }

  test('into a database that holds something', async () => {
    await expect(restore(source.url)).rejects.toThrow(/A Doordesk runs|not empty/);
    const target = await makeEmpty();
    await ask(target, 'create table mine (n int)');
    await expect(restore(target)).rejects.toThrow(/not empty: it has a table mine/);
  });
});

describe('a killed process', () => {
  const run = (program: string, args: string[], databaseUrl: string) =>
    spawn(process.execPath, ['--import', 'tsx', `lib/cli/${program}.ts`, ...args], {
      env: { ...process.env, DATABASE_URL: databaseUrl, DOORDESK_DATA: folder, DOORDESK_BACKUP_DIR: backups },
      stdio: 'ignore',
    });
  const drafts = () => readdirSync(backups).filter((name) => name.endsWith('.part'));

  test('in the middle of a backup leaves no file with the name of one, and its rest is removed later', async () => {
    const before = readdirSync(backups);
    const client = new pg.Client({ connectionString: source.url });
    await client.connect();
    // The backup waits for this table.
    await client.query('begin; lock table event in access exclusive mode');
    const child = run('backup', [], source.url);
    await expect.poll(drafts, { timeout: 60_000 }).toHaveLength(1);
    child.kill('SIGKILL');
    await client.end();
    const [draft = ''] = drafts();
    expect(readdirSync(backups).filter((name) => name !== draft)).toEqual(before);

    utimesSync(path.join(backups, draft), new Date(0), new Date(0));
    const now = new Date('2030-01-01');
    await saveBackup({ databaseUrl: source.url, root: vaultKey(), anchors: [], folder: backups, now });
    expect(drafts()).toEqual([]);
    expect(pruneBackups(backups, 1)).toBe(before.length);
    expect(readdirSync(backups)).toEqual(['doordesk-2030-01-01T00-00-00Z.backup']);
    file = path.join(backups, 'doordesk-2030-01-01T00-00-00Z.backup');
  });

  test('in the middle of a restore leaves the database empty, and the next restore succeeds', async () => {
    const target = await makeEmpty();
    const pipe = path.join(folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const child = run('restore', [pipe], target);
    const writer = createWriteStream(pipe);
    // All but the end: the restore loads, and waits for the rest.
    writer.write(readFileSync(file).subarray(0, -500));
    await expect
      .poll(
        () =>
          ask(
            target,
            "select 1 from pg_stat_activity where application_name = 'restore' and datname = current_database() and query like 'copy%'",
          ),
        {
          timeout: 60_000,
        },
      )
      .toHaveLength(1);
    child.kill('SIGKILL');
    writer.on('error', () => {}).destroy();
    await expect(migrate(target)).rejects.toThrow(/restore into this database was cut short/);
    await expect
      .poll(() => restore(target).then(({ rows }) => rows > 6_000, String), { timeout: 30_000 })
      .toBe(true);
    expect(await digest(target)).toEqual(withoutSessions(await digest(source.url)));
  });
});

test('a check that is asked to stop removes its temporary database', async () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'doordesk-scratch-'));
  // PostgreSQL may run under another account, which must be able to enter this folder.
  chmodSync(scratch, 0o711);
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/cli/restore.ts', file, '--verify'], {
    env: { ...process.env, DOORDESK_DATA: folder, TMPDIR: scratch },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  // The loader keeps its cache in the same folder.
  const made = () => readdirSync(scratch).filter((name) => name.startsWith('doordesk-verify-'));
  await expect.poll(made, { timeout: 60_000 }).toHaveLength(1);
  child.kill('SIGTERM');
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(said).toMatch(/NOT CHECKED\. The command was stopped/);
  expect([code, made()]).toEqual([130, []]);
  rmSync(scratch, { recursive: true });
});

test.each([
  ['below a file', 'taken/backups', 'it, or a part of its path, is a file'],
  ['that is a file', 'taken', 'it, or a part of its path, is a file'],
  ['without a parent folder', 'a/b', 'the folder above it is missing'],
])('a folder for backups %s is named, with what to do', async (_what, name, why) => {
  writeFileSync(path.join(folder, 'taken'), '');
  await expect(
    saveBackup({ databaseUrl: source.url, root: vaultKey(), anchors: [], folder: path.join(folder, name) }),
  ).rejects.toThrow(new RegExp(`^Backups cannot be written to .*/${name}: ${why}.*--to`));
});

describe('a full disk', () => {
  test('ends the backup with an error', async () => {
    const destination = createWriteStream('/dev/full');
    await expect(
      writeBackup({ databaseUrl: source.url, root: vaultKey(), anchors: [], destination }),
    ).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  const small = path.join(folder, 'small');
  const isMounted =
    spawnSync('mkdir', [small]).status === 0 &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', small]).status === 0;
  afterAll(() => {
    if (isMounted) spawnSync('umount', [small]);
  });

  // Only root may mount one.
  test.skipIf(!isMounted)('is named, and nothing is left there', async () => {
    writeFileSync(path.join(small, 'doordesk-2020-01-01T00-00-00Z.backup'), 'an older one');
    await expect(
      saveBackup({ databaseUrl: source.url, root: vaultKey(), anchors: [], folder: small }),
    ).rejects.toThrow(/disk of .* is full/);
    expect(readdirSync(small)).toEqual(['doordesk-2020-01-01T00-00-00Z.backup']);
  });
});
