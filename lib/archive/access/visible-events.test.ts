import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

/** Their queries cover whole workspaces, and show no user what they read. */
const writers = [
  /^lib\/archive\/sync\//,
  /^lib\/archive\/retention\//,
  /^lib\/db\/migrations\//,
  /^lib\/db\/partition-events\.ts$/,
  /^lib\/testing\//,
  /^lib\/cli\//,
];
/** Their callers narrow the same query by `visible`. */
const parts = ['lib/archive/search/rows.ts', 'lib/archive/access/named-events.ts'];

test('every query of events that a user may see is limited to what is visible', () => {
  const files = readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .map((file) => `lib/${file}`)
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .filter((file) => !writers.some((writer) => writer.test(file)) && !parts.includes(file));
  const readers = files.filter((file) =>
    /selectFrom\('event'\)|\bselect(?:Named)?Events\(|\b(?:from|join) event\b(?!_)/i.test(
      readFileSync(path.join(root, file), 'utf8').replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, ''),
    ),
  );
  expect(readers.length).toBeGreaterThan(5);
  const open = readers.filter(
    (file) =>
      !/visible\(scope\)|filterEvents\(|matches|conditionOf\(/.test(
        readFileSync(path.join(root, file), 'utf8'),
      ),
  );
  expect(open).toEqual([]);
});
