import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isMissingFile, isStaticFile, listStaticFiles } from './static-files';

const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('lists the files that Next serves, without folders', () => {
  for (const file of ['public/icon.png', 'public/readme/room.png', '.next/static/chunks/[root]_1.js']) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), '');
  }
  const files = listStaticFiles(folder);
  expect([...files].sort()).toEqual(['/_next/static/chunks/[root]_1.js', '/icon.png', '/readme/room.png']);
  expect(isStaticFile('/readme/room.png?a=1', files)).toBe(true);
  expect(isStaticFile('/readme', files)).toBe(false);
});

test('a development server compiles files later, but has no image optimiser', () => {
  expect(isMissingFile('/_next/static/chunks/later.js')).toBe(false);
  expect(isMissingFile('/_next/image?url=%2Ffavicon.ico&w=64&q=75')).toBe(true);
});
