import { expect, test } from 'vitest';
import { createTurns } from './run-in-turn';

test('runs one at a time, in the order they came, failures or not', async () => {
  const take = createTurns();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} ends`);
    if (name === 'a') throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => take('x', work(name))));
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});

test('lets no name wait for another', async () => {
  const take = createTurns();
  const never = take('x', () => new Promise(() => {}));
  expect(never).not.toBeNull();
  expect(await take('y', async () => 'done')).toBe('done');
});

test('refuses a flood, and accepts more once it is over', async () => {
  const take = createTurns();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const answers = Array.from({ length: 100 }, () => take('x', () => gate));
  expect(answers.filter((answer) => answer === null)).toHaveLength(36);
  open();
  await Promise.all(answers);
  expect(await take('x', async () => 'again')).toBe('again');
});

test('accepts any number where no flood is refused', async () => {
  const take = createTurns({ mostWaiting: Number.POSITIVE_INFINITY });
  const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => take('x', async () => at)));
  expect(answers).toEqual(Array.from({ length: 100 }, (_, at) => at));
});
