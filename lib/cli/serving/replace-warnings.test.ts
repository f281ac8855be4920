import { expect, test } from 'vitest';
import { createLog } from '../../log';
import { replaceConsole } from './replace-console';
import { replaceWarnings } from './replace-warnings';

test.each([
  ['ExperimentalWarning', 'debug'],
  ['DeprecationWarning', 'warn'],
  ['Warning', 'warn'],
])('a process warning "%s" is one line with the level %s', async (name, level) => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog((line) => lines.push(JSON.parse(line)), 'debug');
  const restore = [replaceConsole(log), replaceWarnings(log)];
  try {
    process.emitWarning(`${name} of this test`, name);
    await new Promise(setImmediate);
  } finally {
    for (const undo of restore) undo();
  }
  expect(lines).toEqual([expect.objectContaining({ level, from: 'node', msg: `${name} of this test` })]);
});
