import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { MigrationError } from '../db/migrate-database';
import { requireFile } from './require-file';
import { explainFault, explainWithStack, readUsage } from './run-program';

const module = fileURLToPath(new URL('run-program.ts', import.meta.url));

/** Runs a program of these lines, and reads its output only while `reads`. */
function run(
  lines: string,
  { reads = true, out: outTo = 'pipe' }: { reads?: boolean; out?: 'pipe' | number } = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const source = `import { runProgram } from ${JSON.stringify(module)};\n${lines}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', outTo, 'pipe'],
  });
  let [out, err] = ['', ''];
  if (reads) child.stdout?.on('data', (chunk) => (out += chunk));
  else child.stdout?.destroy();
  child.stderr?.on('data', (chunk) => (err += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

test('the whole output reaches a pipe, whatever is still open', async () => {
  const { code, out } = await run(`
    setInterval(() => {}, 60_000);
    await runProgram(async () => {
      console.log('x'.repeat(4_000_000));
      return 3;
    });`);
  expect([code, out.length]).toEqual([3, 4_000_001]);
});

test('a reader that has left changes neither the exit code nor the errors', async () => {
  const { code, err } = await run(
    `await runProgram(async () => {
      console.log('x'.repeat(4_000_000));
      return 3;
    });`,
    { reads: false },
  );
  expect([code, err]).toEqual([3, '']);
});

test('work goes on after its reader has left', async () => {
  const { code, err } = await run(
    `await runProgram(async () => {
      const failed = await new Promise((resolve) => process.stdout.write('x'.repeat(4_000_000), resolve));
      await new Promise(setImmediate);
      console.error(failed.code);
      console.log('more');
      return 3;
    });`,
    { reads: false },
  );
  expect([code, err]).toEqual([3, 'EPIPE\n']);
});

test.skipIf(!existsSync('/dev/full'))('a full disk behind the output is a sentence', async () => {
  const fullDisk = openSync('/dev/full', 'w');
  const silent = await run('await runProgram(async () => 3);', { out: fullDisk });
  const { code, err } = await run(
    `await runProgram(async () => {
      console.log('one');
      await new Promise(setImmediate);
      console.log('two');
      return 3;
    });`,
    { out: fullDisk },
  );
  closeSync(fullDisk);
  expect([silent.code, silent.err]).toEqual([3, '']);
  expect([code, err]).toEqual([3, 'The output is not complete: the disk is full (ENOSPC).\n']);
});

test('a path that cannot be used is named in a sentence, with what to do', () => {
  for (const explain of [explainFault, explainWithStack]) {
    const said = (use: () => unknown) => {
      try {
        return use();
      } catch (error) {
        return explain(error);
      }
    };
    expect(said(() => readFileSync('/no/such'))).toMatch(
      /^\/no\/such cannot be opened: there is no file .* Check/,
    );
    expect(said(() => requireFile(tmpdir()))).toMatch(
      / cannot be read: it is a folder and not a file .* Give/,
    );
    expect(said(() => readdirSync(module))).toMatch(
      /run-program.ts cannot be read: it, or a part of its path, is a/,
    );
    expect(said(() => mkdirSync(module))).toMatch(
      /run-program.ts cannot be made: a file with this name is there/,
    );
    expect(said(() => mkdirSync('/no/such'))).toMatch(
      /^\/no\/such cannot be made: the folder above it is missing/,
    );
  }
});

test('a failure is printed without its stack, and ends with the code for it', async () => {
  const failing = (options: string) =>
    run(`await runProgram(async () => { throw new Error('no such file') }${options});`);
  expect(await failing('')).toEqual({ code: 1, out: '', err: 'no such file\n' });
  expect(await failing(", { faultCode: 5, explain: (error) => 'NOT DONE. ' + error.message }")).toEqual({
    code: 5,
    out: '',
    err: 'NOT DONE. no such file\n',
  });
});

test('a database that cannot be reached is named once, and only a fault of ours has a stack', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const explained = new MigrationError(
    'The database of DATABASE_URL cannot be used: it does not support SSL',
  );
  for (const explain of [explainFault, explainWithStack]) {
    expect(explain(refused)).toMatch(/^The database of DATABASE_URL cannot be used \(ECONNREFUSED\)/);
    expect(explain(explained)).toBe(explained.message);
  }
  expect(explainFault(new Error('ours'))).toBe('ours');
  expect(explainWithStack(new Error('ours'))).toMatch(/^Error: ours\n {4}at /);
});

test('wrong arguments are named before the usage', () => {
  const read = () => {
    throw new Error('--port must be a number');
  };
  expect(() => readUsage('Usage: …', read)).toThrow('--port must be a number\n\nUsage: …');
  expect(readUsage('Usage: …', () => 7)).toBe(7);
});
