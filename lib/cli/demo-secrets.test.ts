import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putOldDemoAside, readDemoSecrets } from './demo-secrets';

let parent: string;
let demo: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'doordesk-demo-'));
  demo = path.join(parent, 'demo');
  mkdirSync(demo);
});
afterEach(() => rmSync(parent, { recursive: true }));

const file = () => path.join(demo, 'demo.json');
const start = Date.UTC(2026, 10, 24);
const day = 24 * 3_600_000;

function write(change: object): void {
  const secrets = { ...readDemoSecrets(demo), worldStart: start, ...change };
  writeFileSync(file(), JSON.stringify(secrets));
}

test('a demo is continued for a week, then moved away', () => {
  write({});
  expect(putOldDemoAside(demo, start + 6 * day)).toBeNull();
  const aside = putOldDemoAside(demo, start + 7 * day);
  expect(aside).toBe(`${demo}-2026-11-24`);
  expect(existsSync(demo)).toBe(false);
});

test("a demo with another version's world is moved away at once, even if an older one was moved before", () => {
  write({ worldVersion: undefined });
  const before = readFileSync(file(), 'utf8');
  mkdirSync(`${demo}-2026-11-24`);
  const aside = putOldDemoAside(demo, start + day);
  expect(aside).toBe(`${demo}-2026-11-24-2`);
  expect(readFileSync(path.join(aside ?? '', 'demo.json'), 'utf8')).toBe(before);
});

test('a demo of another version with a running server stays, and its file can be read', () => {
  write({ worldVersion: undefined });
  mkdirSync(path.join(demo, 'postgres'));
  writeFileSync(path.join(demo, 'postgres/postmaster.pid'), '');
  expect(putOldDemoAside(demo, start + day)).toBeNull();
  expect(readDemoSecrets(demo).worldVersion).toBe(1);
});

test('a file of another account is a question of permission, and nothing is to be removed for it', () => {
  write({});
  for (const folder of [parent, demo]) chmodSync(folder, 0o711);
  chmodSync(file(), process.getuid?.() === 0 ? 0o600 : 0);
  const program = `
    import { readDemoSecrets } from './lib/cli/demo-secrets.ts';
    import { runProgram } from './lib/cli/run-program.ts';
    if (process.getuid?.() === 0) process.seteuid(65534);
    await runProgram(async () => { readDemoSecrets(${JSON.stringify(demo)}); return 0; });`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([
    1,
    `${file()} cannot be opened: this account has no permission (EACCES). Run the command as the account that owns it, or give this account the permission\n`,
  ]);
});

test('a damaged file is called so, and its folder is kept', () => {
  writeFileSync(file(), '{"vaultKey"');
  expect(() => readDemoSecrets(demo)).toThrow(/demo.json is damaged. Put back a copy of it, or move .* away/);
});
