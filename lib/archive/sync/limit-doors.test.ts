import { expect, test } from 'vitest';
import { limitDoors } from './limit-doors';

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a workspace whose cloud does not answer does not keep others from their turns', async () => {
  let letGo = () => {};
  const hang = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const hanging = Array.from({ length: 20 }, () => limitDoors('A', 'background', () => hang));
  await settle();
  await limitDoors('B', 'person', async () => {});
  await Promise.all(Array.from({ length: 5 }, () => limitDoors('C', 'background', async () => {})));
  letGo();
  await Promise.all(hanging);
}, 10_000);

test('work that fails frees its slot', async () => {
  for (let n = 0; n < 50; n++) {
    await expect(limitDoors('A', 'person', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  }
});
