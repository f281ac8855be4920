import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { choosePause, type Pauses, replaceCrashed } from './replace-crashed';
import { watchServing } from './supervise-server';

const listens = 'process.send({ listening: 1 })';
const crashes = `${listens}; setTimeout(() => process.exit(3))`;
const neverListens = 'process.exit(4)';
const isAsked = `${listens}; setTimeout(() => process.exit(0))`;
const serves = `${listens}; setInterval(() => {}, 1000)`;

const quick: Pauses = { firstMs: 1, longestMs: 4 };

/** Each program in turn is the next serving process. */
function supervise(programs: string[], pauses = quick) {
  const said: string[] = [];
  const stopping = new AbortController();
  const left = [...programs];
  const start = () => {
    const child = spawn(process.execPath, ['-e', left.shift() ?? isAsked], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return watchServing(child, 1);
  };
  const first = start();
  const ended = replaceCrashed({
    first,
    start,
    signal: stopping.signal,
    report: (words) => said.push(words),
    pauses,
  });
  return { first, ended, said, stopping, left };
}

test('a process that dies is replaced, each time after a longer pause', async () => {
  const { ended, said } = supervise([crashes, crashes, crashes, crashes, isAsked], {
    firstMs: 1,
    longestMs: 1e6,
  });
  expect(await ended).toBe(0);
  const pauses = said.flatMap((words) => /again in (.*) s/.exec(words)?.[1] ?? []);
  expect(pauses).toEqual(['0.001', '0.002', '0.004', '0.008']);
});

test.each([
  ['begins with a second', { lastMs: 0, servedMs: 0 }, 1_000],
  ['doubles', { lastMs: 8_000, servedMs: 59_999 }, 16_000],
  ['is never longer than a minute', { lastMs: 32_000, servedMs: -1 }, 60_000],
  ['stays at a minute', { lastMs: 60_000, servedMs: -1 }, 60_000],
  ['begins again after a process that served for a minute', { lastMs: 60_000, servedMs: 60_000 }, 1_000],
])('the pause %s', (_what, after, expected) => {
  expect(choosePause(after)).toBe(expected);
});

test('one killed like "kill -9" is replaced', async () => {
  const { first, ended, left } = supervise([serves, isAsked]);
  await first.listening;
  first.child.kill('SIGKILL');
  expect(await ended).toBe(0);
  expect(left).toEqual([]);
});

test('a replacement that does not come to listen is replaced too, for ever', async () => {
  const { ended, said } = supervise([crashes, ...Array.from({ length: 5 }, () => neverListens), isAsked]);
  expect(await ended).toBe(0);
  expect(said.filter((words) => words.includes('did not start'))).toHaveLength(5);
});

test('one that ended in good order is not replaced', async () => {
  const { ended, said, left } = supervise([isAsked, serves]);
  expect(await ended).toBe(0);
  expect(said).toEqual([]);
  expect(left).toEqual([serves]);
});

test('a stop during the pause ends it', async () => {
  const { first, ended, stopping, said } = supervise([crashes, serves], { firstMs: 1e6, longestMs: 1e6 });
  await first.exit;
  await expect.poll(() => said).toHaveLength(1);
  stopping.abort();
  expect(await ended).toBe(3);
});
