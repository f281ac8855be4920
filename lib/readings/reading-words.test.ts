import { expect, it } from 'vitest';
import { gapsOfFlats } from './gaps';
import { readingWords } from './reading-words';

const gaps = gapsOfFlats([
  [{ state: 'unread', code: null, readAt: null }],
  [{ state: 'ok', code: null, readAt: new Date().toISOString() }],
]);

it('doors are called doors, and rooms rooms, in each language', async () => {
  const [en, zh] = [await readingWords('en'), await readingWords('zh')];
  expect(en.ofAll(gaps, 'doors')).toMatch(/^1 of 2 doors read; read /);
  expect(en.ofAll(gaps, 'rooms')).toMatch(/^1 of 2 rooms read; read /);
  expect(zh.ofAll(gaps, 'doors')).toMatch(/^已读取 1 \/ 2 扇门/);
});

it('a room whose reading failed is not one that was read', async () => {
  const some = gapsOfFlats([
    [{ state: 'unread', code: null, readAt: null }],
    [{ state: 'failed', code: 'cloud-unreachable', readAt: null }],
    [{ state: 'ok', code: null, readAt: new Date().toISOString() }],
  ]);
  const words = await readingWords('en');
  expect(words.ofAll(some, 'rooms')).toMatch(/^1 of 3 rooms read; 1 failed: /);
});
