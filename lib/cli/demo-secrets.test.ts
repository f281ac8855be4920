import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
