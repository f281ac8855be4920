import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, expect, inject, test } from 'vitest';
import { anchorFile, writeAnchor } from '../audit/anchor-file';
import { recordAudit } from '../audit/record';
import { getDb } from '../db/client';
import { useDatabase } from '../testing/database';

const database = useDatabase();
const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'audit-verify.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: string[], databaseUrl = database.url): Promise<{ code: number; said: string }> {
  const env = {
    ...process.env,
    DOORDEER_RC4_KEY: 'key',
    DOORDEER_COMID: 'comid',
    DATABASE_URL: databaseUrl,
    DOORDESK_DATA: folder,
  };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', script, ...args],
      { env },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, said: out + err }),
    );
  });
}

function record(subject: string) {
  const who = { workspaceId: null, actor: 'a@b.example', account: 'a@b.example', role: null };
  return recordAudit(getDb(), { ...who, action: 'test.done', subject, outcome: 'done' });
}

test('says that the log is whole, and how many earlier records it was compared with', async () => {
  await record('one');
  const copy = path.join(folder, 'elsewhere.json');
  await writeAnchor(getDb(), copy);
  await writeAnchor(getDb(), anchorFile(folder));
  await record('two');
  const { code, said } = await run(['--anchor', copy]);
  expect(said).toContain('2 entries');
  expect(said).toContain('compared with 2 earlier records');
  expect(code).toBe(0);
});

test.each([
  ['an anchor that is not there', ['--anchor', path.join(folder, 'mistyped.json')], 'there is no file'],
  ['an anchor that is a folder', ['--anchor', folder], `${folder} cannot be read: it is a folder`],
  ['an anchor that is no JSON', ['--anchor', script], 'is not an audit anchor'],
  ['an anchor that is none', ['--anchor', path.join(folder, 'none.json')], 'is not an audit anchor'],
  ['a head that is none', ['--head', '12'], 'SEQ:MAC'],
  ['a word too many', ['everything'], 'everything'],
])('does not call the log whole with %s', async (_what, args, words) => {
  writeFileSync(path.join(folder, 'none.json'), '{}');
  const { code, said } = await run(args);
  expect(said).toContain(words);
  expect(said).not.toContain('whole');
  expect(code).toBe(1);
});

test('says that a database that Doordesk never ran with has no log', async () => {
  const { code, said } = await run([], inject('serverUrl'));
  expect(said).toContain('This database has no audit log');
  expect(code).toBe(1);
});

test('does not judge the log of a newer version', async () => {
  await sql`insert into kysely_migration (name, timestamp) values ('0099-from-the-future', '')`.execute(
    database.db(),
  );
  const { code, said } = await run([]);
  expect(said).toContain('prepared by another version of Doordesk');
  expect(said).not.toMatch(/whole|tampered/);
  expect(code).toBe(1);
});
