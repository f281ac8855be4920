import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decodeBody, encodeBody } from '../doordeer/codec';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'simulator.ts');

function run(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    said.out += data;
  });
  child.stderr.on('data', (data) => {
    said.err += data;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { child, said, ended };
}

test('a file for --keep that is a folder is refused in words', async () => {
  const { said, ended } = run('--port', '0', '--keep', path.dirname(script));
  expect(await ended).toBe(1);
  expect(said.err).toMatch(/^\S+ cannot be read: it is a folder and not a file .*\n$/);
});

test('--help names every option, account, control address, setting and fault', async () => {
  const { said, ended } = run('--help');
  expect(await ended).toBe(0);
  for (const word of [
    '--port',
    '--seed',
    '--keep',
    'manager@harbor.example',
    'doordeer-demo',
    '/control/faults',
    'pageSize',
    'drop-after',
  ]) {
    expect(said.out).toContain(word);
  }
});

test('wrong options have their own messages, and end it with 1', async () => {
  for (const [args, words] of [
    [['--port', '99999'], '--port must be'],
    [['--size', 'huge'], '--size must be'],
    [['--start', 'yesterday'], '--start must be'],
    [['--rate=-1'], '--rate must be'],
    [['--what'], "Unknown option '--what'"],
  ] as const) {
    const { said, ended } = run(...args);
    expect(await ended).toBe(1);
    expect(said.err).toContain(words);
    expect(said.err).not.toMatch(/\n\s+at /);
  }
});

test('serves with the settings that it prints, and ends when asked to', async () => {
  const { child, said, ended } = run('--port', '0', '--size', 'small', '--key', 'my key', '--comid', '77');
  await expect.poll(() => said.out, { timeout: 30_000 }).toContain('Ctrl+C');
  const url = /DOORDEER_URL=(\S+)/.exec(said.out)?.[1];
  expect(said.out).toContain('DOORDEER_RC4_KEY=my key');
  const body = { comid: '77', account: 'guest@harbor.example', passwd: 'doordeer-demo' };
  const response = await fetch(`${url}/Quit`, { method: 'POST', body: encodeBody(body, 'my key') });
  expect(decodeBody(await response.text(), 'my key')).toEqual({ re: 1 });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
