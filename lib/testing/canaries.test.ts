import { describe, expect, test } from 'vitest';
import { formsOf, LeakSearch, makeCanary, makeKeyCanary } from './canaries';

describe('a search for leaks', () => {
  const canary = makeCanary('the password of a.person@mail.example');
  const search = new LeakSearch();
  search.add(canary);
  search.addUnmarked({ what: 'a session', value: 'uH3_xQ-19aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678' });

  test.each([...formsOf(canary.value)])(
    'finds a secret written as %s, and says whose it is',
    (form, written) => {
      const text = Buffer.concat([Buffer.from('before '), written, Buffer.from(' after')]);
      expect(search.find(text).length, form).toBeGreaterThan(0);
      expect(search.find(text).map(({ what }) => what)).toContain('the password of a.person@mail.example');
    },
  );

  test.each([0, 1, 2, 3, 4, 5])(
    'finds a secret inside longer base64 that begins %i bytes before it',
    (before) => {
      const whole = Buffer.from(`${'x'.repeat(before)}${canary.value} and more`);
      expect(search.find(whole.toString('base64'))).not.toEqual([]);
      expect(search.find(whole.toString('base64url'))).not.toEqual([]);
    },
  );

  test('finds a Buffer that was turned into JSON', () => {
    expect(search.find(JSON.stringify({ key: Buffer.from(canary.value) }))).not.toEqual([]);
  });

  test('finds a secret that was made elsewhere', () => {
    const text = '{"sid":"uH3_xQ-19aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678"}';
    expect(search.find(text)).toContainEqual({ what: 'a session', form: 'as it is' });
  });

  test('finds the bytes of a key as well as its text', () => {
    const key = makeKeyCanary('the vault key');
    const whole = new LeakSearch();
    whole.add(key);
    expect(whole.find(key.value)).not.toEqual([]);
    expect(whole.find(Buffer.from(key.value, 'base64'))).not.toEqual([]);
    expect(whole.find(Buffer.from(key.value, 'base64').toString('hex'))).not.toEqual([]);
  });

  test('finds nothing in clean text', () => {
    expect(search.find('{"account":"a.person@mail.example","password":"[secret]"}')).toEqual([]);
  });
});
