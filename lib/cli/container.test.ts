import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../db/embedded/project-folder';

const read = (name: string) => readFileSync(path.join(projectFolder, name), 'utf8');

/** The settings of a server: those of tests and tools stand after this heading. */
const [serverSettings = ''] = read('.env.example').split('# Tests and tools only');
const names = [...serverSettings.matchAll(/^#?([A-Z][A-Z_0-9]+)=/gm)].map(([, name = '']) => name);

test.each(names)('the image or the compose file passes %s on', (name) => {
  expect(`${read('compose.yaml')}\n${read('Dockerfile')}`).toMatch(new RegExp(`\\b${name}\\b`));
});

test('the image listens on all its addresses, and compose publishes them on this machine only', () => {
  expect(read('Dockerfile')).toContain('DOORDESK_HOST=0.0.0.0');
  const ports = [...read('compose.yaml').matchAll(/^\s+- "(\S+):3000"$/gm)].map(([, from]) => from);
  expect(ports.map((from) => from?.split('$')[0])).toEqual(['127.0.0.1:']);
});

test('the image serves as an ordinary account, from a folder of root', () => {
  expect(read('Dockerfile')).toMatch(/^COPY --from=build --chown=root:root /m);
  expect(read('Dockerfile')).toMatch(/^USER node$/m);
});
