import { expect, it } from 'vitest';
import { forgetTyped, storeTyped, takeTyped } from './stored-typing';

function newTab() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  };
}

const fields = [{ key: '["/people"]', label: 'Name', value: 'Ben', words: 'Ben', inDialog: true }];
const minute = 60_000;

it('gives a form’s values back once, to the same account', () => {
  const tab = newTab();
  storeTyped(tab, { account: 'Anna@example.com', at: 0, fields });
  expect(takeTyped(tab, { account: 'anna@example.com', now: 5 * minute })).toEqual(fields);
  expect(tab.values.size).toBe(0);
  expect(takeTyped(tab, { account: 'anna@example.com', now: 5 * minute })).toEqual([]);
});

it.each([
  ['another account', { account: 'ben@example.com', now: minute }],
  ['the same account half an hour later', { account: 'anna@example.com', now: 31 * minute }],
])('drops them when the desk opens for %s', (_who, reader) => {
  const tab = newTab();
  storeTyped(tab, { account: 'anna@example.com', at: 0, fields });
  expect(takeTyped(tab, reader)).toEqual([]);
  expect(tab.values.size).toBe(0);
});

it('drops them at sign-out, and stores nothing if nothing was typed', () => {
  const tab = newTab();
  storeTyped(tab, { account: 'anna@example.com', at: 0, fields });
  forgetTyped(tab);
  storeTyped(tab, { account: 'anna@example.com', at: 0, fields: [] });
  expect(tab.values.size).toBe(0);
});

it.each(['', 'null', '[]', '{"account":1}', '{"account":"a","at":0,"fields":[{}]}', '{'])(
  'takes nothing from %j',
  (text) => {
    const tab = newTab();
    tab.setItem('doordesk.typed', text);
    expect(takeTyped(tab, { account: 'a', now: 0 })).toEqual([]);
    expect(tab.values.size).toBe(0);
  },
);

it('does without a storage that is full or forbidden', () => {
  const tab = {
    ...newTab(),
    setItem: () => {
      throw new Error('quota');
    },
  };
  expect(() => storeTyped(tab, { account: 'a', at: 0, fields })).not.toThrow();
});
