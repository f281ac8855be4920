import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { messages } from '@/lib/i18n/messages/en/messages';

const root = path.resolve(import.meta.dirname, '../..');

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.') && !file.startsWith('testing/'))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'));
}

test('everything that is recorded has words', () => {
  const actions = [...sources('lib'), ...sources('app')].flatMap((text) => [
    ...[...text.matchAll(/\b(?:name|action): '([a-z-]+)\.([a-z-]+)'/g)].map(([, group = '', verb = '']) => ({
      group,
      verb,
    })),
    ...[...text.matchAll(/defineListExport\(\{\s+list: '([a-z-]+)'/g)].map(([, group = '']) => ({
      group,
      verb: 'export',
    })),
  ]);
  const groups: Record<string, Record<string, string>> = messages.audit.actions;
  const wordless = actions.filter(({ group, verb }) => groups[group]?.[verb] === undefined);
  expect(actions.length).toBeGreaterThan(10);
  expect(actions.filter(({ verb }) => verb === 'export').length).toBeGreaterThan(8);
  expect([...new Set(wordless.map(({ group, verb }) => `${group}.${verb}`))]).toEqual([]);
});
