import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { JsonFault, jsonSteps, readJson } from './json';

function problemOf(text: string): string {
  try {
    readJson(text);
    return '';
  } catch (error) {
    if (error instanceof JsonFault) return error.problem;
    throw error;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a text of JSON', () => {
  it('has the value that JSON.parse gives it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(undefined, 1, '\t'), (compact, indent) => {
        const text = JSON.stringify(JSON.parse(compact), null, indent);
        fc.pre(problemOf(text) !== 'duplicate-key');
        expect(readJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['0'],
    ['-0'],
    ['1.50e+2'],
    ['-1E-3'],
    ['"\\u00e9\\ud83d\\ude00\\/\\n\\""'],
    [' { "a" : [ ] , "b" : { } } '],
    ['[[],[1],{"0":1,"10":2,"9":3}]'],
    ['null'],
    ['""'],
    ['\r\n\t true '],
  ])('as %s has the value that JSON.parse gives it', (text) => {
    expect(readJson(text)).toEqual(JSON.parse(text));
    expect(JSON.stringify(readJson(text))).toBe(JSON.stringify(JSON.parse(text)));
  });

  it('is refused exactly where JSON.parse refuses it, wherever it is cut or altered', () => {
    const whole = '{"a":[1,-2.5e3,"x\\u0041\\n",true,null],"b":{"c":{}},"d":"é"}';
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.constantFrom('', '"', '\\', ',', ':', ']', '}', '0', '.', '-', 'e', 'u', '\n', '\u0001', '\u00a0'),
        fc.nat(2),
        (at, put, dropped) => {
          const text = whole.slice(0, at) + put + whole.slice(at + dropped);
          const problem = problemOf(text);
          fc.pre(problem !== 'duplicate-key');
          expect([text, problem === '']).toEqual([text, parses(text)]);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['01'],
    ['+1'],
    ['.5'],
    ['1.'],
    ['[1,]'],
    ['{"a":1,}'],
    ['{a:1}'],
    ["{'a':1}"],
    ['tru'],
    ['[1 2]'],
    ['{}x'],
  ])('is refused as %s', (text) => {
    expect(problemOf(text)).toBe('syntax');
  });

  it('keeps the digits of a number too long for a number', () => {
    expect(readJson('[12345678901234567890,9007199254740991,1e400,0.1]')).toEqual([
      '12345678901234567890',
      9007199254740991,
      Number.POSITIVE_INFINITY,
      0.1,
    ]);
  });
});

describe('an object with one key twice', () => {
  it.each([
    ['the same spelling', '{"a":1,"b":2,"a":1}'],
    ['an escape', '{"mainer":"x","ma\\u0069ner":"x"}'],
    ['a blank at the end', '{"mainer":"x","mainer ":"y"}'],
    ['a blank before, and the plain key later', '{" mainer":"x","gid":1,"mainer":"y"}'],
    ['a no-break space', '{"mainer\u00a0":"x","mainer":"y"}'],
    ['a zero-width character and another blank', '{"ma\u200biner":1,"mainer\\n":2}'],
    ['__proto__', '{"__proto__":1,"__proto__":2}'],
    ['the empty key', '{"":1,"":2}'],
    ['a key of digits', '{"0":1,"0":2}'],
    ['a nested object', '{"list":[{"a":{"b":1}},{"a":{"b":1,"b":2}}]}'],
  ])('is refused: %s', (_what, text) => {
    expect(problemOf(text)).toBe('duplicate-key');
  });

  it.each([
    ['in two objects', '[{"a":1},{"a":2}]'],
    ['inside one another', '{"a":{"a":{"a":1}}}'],
    ['as key and value', '{"a":"a","b":"a"}'],
    ['in another case', '{"A01":1,"a01":2}'],
    ['of Object itself', '{"constructor":1,"toString":2,"hasOwnProperty":3}'],
  ])('is none: %s', (_what, text) => {
    expect(readJson(text)).toEqual(JSON.parse(text));
  });

  it('leaves prototypes as they are', () => {
    const value = readJson('{"__proto__":{"re":1}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect('re' in value).toBe(false);
  });
});

describe('a hostile text', () => {
  it('does not overflow the stack by nesting', () => {
    for (const open of ['[', '{"a":', '[{"a":[']) expect(problemOf(open.repeat(1_000_000))).toBe('too-deep');
    expect(problemOf(`${'['.repeat(64)}${']'.repeat(64)}`)).toBe('');
    expect(problemOf(`${'['.repeat(65)}${']'.repeat(65)}`)).toBe('too-deep');
  });

  // Each would take hours if a step looked back over what it has read.
  it.each([
    ['many keys', `{${Array.from({ length: 300_000 }, (_, n) => `"k${n}":0`).join(',')}}`, ''],
    ['many keys with blanks', `{${Array.from({ length: 300_000 }, (_, n) => `"k${n} ":0`).join(',')}}`, ''],
    ['one long key of blanks', `{"${' '.repeat(3_000_000)}x":0}`, ''],
    ['a long run of blanks', `[${' '.repeat(3_000_000)}1]`, ''],
    ['a text that never ends', `["${'\\"'.repeat(1_500_000)}`, 'syntax'],
    ['a number that never ends', `[${'1'.repeat(3_000_000)}]`, 'syntax'],
    ['many empty texts', `[${'"",'.repeat(1_000_000)}""]`, ''],
  ])('is read in one pass: %s', (_what, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

it('is read in many short steps when it is long', () => {
  const entry = { gid: 'G1', label: 'Straße "1" \\ 港湾 😀', n: 1.5 };
  const list = Array.from({ length: 20_000 }, () => entry);
  for (const value of [
    { re: 1, list },
    { re: 1, list: JSON.stringify(list) },
    { text: '\\"'.repeat(500_000) },
  ]) {
    const text = JSON.stringify(value);
    const steps = jsonSteps(text);
    let pauses = 0;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        expect(step.value).toEqual(value);
        break;
      }
      pauses++;
    }
    expect(pauses).toBeGreaterThan(text.length / 80_000);
  }
});
