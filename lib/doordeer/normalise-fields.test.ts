import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { JsonFault } from './json';
import { toDigits, toFields, toInt, toList, toText, toTextOrNull } from './normalise-fields';

describe('toFields', () => {
  it.each([
    ['mainer ', 'mainer'],
    [' mainer', 'mainer'],
    ['head_url l', 'head_url'],
    [' head_url', 'head_url'],
    ['uilding_name', 'building_name'],
    [' uilding_name', 'building_name'],
    ['vir_channel_no', 'vir_chn_no'],
    ['vir_channel_no ', 'vir_chn_no'],
    ['\u200Bgid\uFEFF', 'gid'],
    ['RE', 're'],
  ])('reads the key %j as %s', (key, clean) => {
    expect(toFields({ [key]: 'x' })).toEqual({ [clean]: 'x' });
  });

  it('prefers the spelling that has a value', () => {
    expect(toFields({ vir_chn_no: '', vir_channel_no: 7 })).toEqual({ vir_chn_no: 7 });
    expect(toFields({ vir_chn_no: 7, vir_channel_no: '7' })).toEqual({ vir_chn_no: 7 });
  });

  it.each([
    [{ vir_chn_no: 3, vir_channel_no: 7 }],
    [{ mainer: 'a@x', Mainer: 'b@x' }],
    ['{"mainer": "a@x", "mainer": "b@x"}'],
    ['{"mainer": "a@x", " mainer": "a@x"}'],
  ])('refuses one field with two values: %j', (value) => {
    expect(() => toFields(value)).toThrow(JsonFault);
  });

  it('reads an object written as text', () => {
    expect(toFields('{"gid ": 1}')).toEqual({ gid: 1 });
  });

  it('does not change prototypes', () => {
    const fields = toFields(JSON.parse('{"__proto__": {"re": 1}, "constructor ": 2}'));
    expect(fields?.re).toBeUndefined();
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });

  it.each([[null], [undefined], [3], ['text'], [[1]], ['[1]']])('is null for %j', (value) => {
    expect(toFields(value)).toBeNull();
  });
});

describe('toList', () => {
  const entries = [{ gid: 'A' }, { gid: 'B' }, { gid: 'C' }];
  it.each<[string, unknown]>([
    ['an array', entries],
    ['an object with numbered keys', { 0: entries[0], 1: entries[1], 2: entries[2] }],
    ['keys counted from one, as text with blanks', { ' 1': entries[0], '2 ': entries[1], '3': entries[2] }],
    ['more than nine numbered keys in their order', { '02': entries[0], '09': entries[1], '10': entries[2] }],
    ['numbered keys next to another field', { 0: entries[0], 1: entries[1], 2: entries[2], count: 3 }],
    ['a string of JSON', JSON.stringify(entries)],
    [
      'a string of JSON in a string of JSON',
      JSON.stringify(JSON.stringify({ 0: entries[0], 1: entries[1], 2: entries[2] })),
    ],
  ])('takes %s', (what, value) => {
    const list = what.includes('in a string') ? toList(JSON.parse(value as string)) : toList(value);
    expect(list).toEqual(entries);
  });

  it('takes one entry without its brackets', () => {
    expect(toList({ gid: 'A' })).toEqual([{ gid: 'A' }]);
    expect(toList('{"gid":"A"}')).toEqual([{ gid: 'A' }]);
  });

  it.each([[''], ['  '], [null], [[]], [{}], ['[]'], ['{}']])('takes %j as empty', (value) => {
    expect(toList(value)).toEqual([]);
  });

  it.each([[undefined], [3], [true], ['no list'], ['"x"']])('is no list: %j', (value) => {
    expect(toList(value)).toBeNull();
  });

  it('gives the same entries for an array and for numbered keys', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (list) => {
        // Two keys of blanks count as one key.
        fc.pre(!/"\s*":/.test(JSON.stringify(list)));
        expect(toList(Object.fromEntries(list.entries()))).toEqual(toList(list));
        expect(toList(JSON.stringify(list))).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });
});

describe('toInt', () => {
  it('reads any whole number, sent as one or as text', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('', ' ', '\t', '\u00A0'), (number, blank) => {
        expect(toInt(number)).toBe(number);
        expect(toInt(`${blank}${number}${blank}`)).toBe(number);
        expect(toInt(`${number}.00`)).toBe(number);
      }),
    );
  });

  it.each([
    [''],
    [' '],
    ['1.5'],
    [1.5],
    ['1e3'],
    ['0x10'],
    ['12a'],
    [Number.NaN],
    [null],
    [undefined],
    [true],
    [[1]],
    ['9007199254740993'],
  ])('is none: %j', (value) => {
    expect(toInt(value)).toBeNull();
  });

  it('never gives minus zero', () => {
    expect(Object.is(toInt('-0'), 0)).toBe(true);
  });
});

describe('text', () => {
  it('is trimmed, and written out when it came as a number', () => {
    expect([' a ', 12, null, {}, Number.NaN, false].map(toText)).toEqual(['a', '12', '', '', '', '']);
    expect([toTextOrNull(' '), toTextOrNull(null), toTextOrNull('x')]).toEqual([null, null, 'x']);
  });

  it.each([
    [8053207, '8053207'],
    ['08053207', '08053207'],
    [' 12345678 ', ' 12345678 '],
    ['\t1234567', '\t1234567'],
    ['1234 5678', '1234 5678'],
    ['12345678901234567890', '12345678901234567890'],
    ['A1', 'A1'],
    ['', null],
    [' ', null],
    [null, null],
    [2 ** 60, null],
    [1.5, null],
  ])('takes the digits of a doorcode as they came: %j', (value, digits) => {
    expect(toDigits(value)).toBe(digits);
  });

  it('accepts any value, and throws only on a contradiction', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const read of [toFields, toList, toInt, toText, toDigits]) {
          try {
            read(value);
          } catch (error) {
            expect(error).toBeInstanceOf(JsonFault);
          }
        }
      }),
    );
  });
});
