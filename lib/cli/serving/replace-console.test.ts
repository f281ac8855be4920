import { expect, test } from 'vitest';
import { createLog } from '../../log';
import { replaceConsole } from './replace-console';

test('what is printed to the console becomes a line of JSON, without colours, and an error keeps its stack', () => {
  const lines: Record<string, unknown>[] = [];
  const restore = replaceConsole(createLog((line) => lines.push(JSON.parse(line))));
  try {
    console.log('\u001b[32m✓\u001b[39m Ready in %d ms', 12);
    console.error(' ⨯', new Error('a page failed'));
    console.warn('');
  } finally {
    restore();
  }
  expect(lines).toEqual([
    expect.objectContaining({ level: 'info', msg: '✓ Ready in 12 ms', from: 'next' }),
    expect.objectContaining({
      level: 'error',
      msg: '⨯',
      error: expect.objectContaining({
        message: 'a page failed',
        stack: expect.stringContaining('replace-console.test'),
      }),
    }),
  ]);
});
