import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Writes two lines of the log, the second after the first has failed. Returns how the process ends. */
function runLogging(stdout: 'pipe' | number): Promise<{ code: number | null; err: string }> {
  const source = `
    import { watchOutput } from './lib/cli/serving/watch-output.ts';
    import { log } from './lib/log.ts';
    const failed = watchOutput();
    process.stdin.on('end', async () => {
      for (const line of ['one', 'two']) {
        log.info(line);
        await new Promise((resolve) => process.stdout.write('', resolve));
        await new Promise(setImmediate);
      }
      console.error(failed().code);
      process.exit(7);
    }).resume();`;
  const { VITEST: _silent, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['pipe', stdout, 'pipe'],
    env,
  });
  let err = '';
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const reader = child.stdout;
  if (reader) reader.once('close', () => child.stdin?.end()).destroy();
  else child.stdin?.end();
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, err })));
}

test('a process lives on after the reader of its log has left', async () => {
  expect(await runLogging('pipe')).toEqual({ code: 7, err: 'EPIPE\n' });
});

test.skipIf(!existsSync('/dev/full'))('a process lives on when the disk of its log is full', async () => {
  const fullDisk = openSync('/dev/full', 'w');
  expect(await runLogging(fullDisk)).toEqual({ code: 7, err: 'ENOSPC\n' });
  closeSync(fullDisk);
});
