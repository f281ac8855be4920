import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findDataFolder, proveWritable } from './data-folder';

const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder that cannot be made is refused in words, under /proc too', () => {
  // In a process of its own, because a fault here would never return.
  const program = `import { findDataFolder } from './lib/db/embedded/data-folder.ts'; findDataFolder('/proc/none/data')`;
  const { stderr, signal } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program],
    { encoding: 'utf8', timeout: 30_000 },
  );
  expect(signal).toBeNull();
  expect(stderr).toMatch(
    /The data folder \/proc\/none\/data cannot be made: the folder above it is missing.* Set DOORDESK_DATA/,
  );
});

test('a folder is made with those above it', () => {
  const deep = path.join(folder, 'a/b/c');
  expect(findDataFolder(deep)).toBe(deep);
  expect(existsSync(deep)).toBe(true);
});

test.each([
  ['below a file', 'file/data'],
  ['that is a file', 'file'],
])('a data folder %s is refused', (_what, name) => {
  writeFileSync(path.join(folder, 'file'), '');
  for (const refuse of [findDataFolder, proveWritable])
    expect(() => refuse(path.join(folder, name))).toThrow(/ file .*Set DOORDESK_DATA to a folder/);
});
