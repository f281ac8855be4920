import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeFile, type Undecided } from './decode-file';
import { type Encoding, encodings } from './encoding-names';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))),
  );
const wide = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const problem = (file: Uint8Array, wish?: Parameters<typeof decodeFile>[1]) => {
  try {
    return decodeFile(file, wish);
  } catch (error) {
    return (error as { problem: unknown }).problem;
  }
};

// 姓名,房间 and 王伟,1201 as Chinese Excel writes them.
const chinese = [
  0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb7, 0xbf, 0xbc, 0xe4, 0x0a, 0xcd, 0xf5, 0xce, 0xb0, 0x2c, 0x31,
];
// name;Müller Özil Weiß as German Excel writes it.
const german = [
  ...Buffer.from('name\nM'),
  0xfc,
  ...Buffer.from('ller '),
  0xd6,
  ...Buffer.from('zil Wei'),
  0xdf,
];

describe('decodeFile', () => {
  test.each([
    ['UTF-8', bytes('name\n王伟'), 'utf-8', 'name\n王伟'],
    ['UTF-8 with its mark', bytes([0xef, 0xbb, 0xbf], 'name'), 'utf-8', 'name'],
    ['UTF-16 with its mark', wide('\ufeffname\n王'), 'utf-16le', 'name\n王'],
    ['UTF-16 without', wide('name,room\n王,1\n'), 'utf-16le', 'name,room\n王,1\n'],
    ['UTF-16 big endian', bytes([0xfe, 0xff, 0, 0x6e]), 'utf-16be', 'n'],
    ['GB18030', bytes(chinese), 'gb18030', '姓名,房间\n王伟,1'],
    ['Windows-1252', bytes(german), 'windows-1252', 'name\nMüller Özil Weiß'],
  ])('finds out %s', (_, file, encoding, text) => {
    expect(decodeFile(file)).toEqual({ encoding, text });
  });

  test('takes the encoding that a person chooses', () => {
    expect(decodeFile(bytes(chinese), 'windows-1252')).toMatchObject({
      text: expect.stringMatching(/^ÐÕ/),
    });
    expect(problem(bytes(chinese), 'utf-8')).toEqual({ code: 'wrongEncoding', encoding: 'utf-8' });
  });

  test('refuses a picture', () => {
    expect(problem(bytes([0x41, 0, 0x42, 0x43, 0, 0, 0, 0x44]))).toEqual({ code: 'notText' });
    expect(problem(bytes([0, 1, 2, 3, 255, 254, 0, 0]))).toEqual({ code: 'notText' });
  });

  const fixture = (name: string) =>
    new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.csv`)));

  test.each([
    ['de-suess', 'windows-1252', 'Anna Süß'],
    ['1250', 'windows-1250', 'Łukasz Żółć'],
    ['1250', 'windows-1250', 'Čeněk Dvořák'],
    ['1251', 'windows-1251', 'Иван Петров'],
  ])('reads %s as %s', (name, encoding, text) => {
    expect(decodeFile(fixture(name))).toEqual({ encoding, text: expect.stringContaining(text) });
  });

  test('lets a person choose if there are few characters, with the likely encoding first', () => {
    const read = decodeFile(fixture('sjis'));
    expect(read).toMatchObject({ badByte: null });
    const { samples } = read as Undecided;
    expect(samples[0]).toEqual({ encoding: 'shift_jis', lines: [expect.stringContaining('山田太郎')] });
    expect(decodeFile(fixture('sjis'), 'shift_jis')).toMatchObject({
      text: expect.stringContaining('山田太郎'),
    });
  });

  const inEncoding: [string, Encoding, number[]][] = [
    [
      'Ελένη Παπαδοπούλου',
      'windows-1253',
      [0xc5, 0xeb, 0xdd, 0xed, 0xe7, 0x20, 0xd0, 0xe1, 0xf0, 0xe1, 0xe4, 0xef],
    ],
    ['иВАН', 'koi8-r', [0xe9, 0xf7, 0xe1, 0xee]],
  ];
  test.each(inEncoding)('offers %s', (_, encoding, high) => {
    const read = decodeFile(bytes('name\n', high, '\n'));
    const offered = 'samples' in read ? read.samples.map((sample) => sample.encoding) : [read.encoding];
    expect(offered).toContain(encoding);
  });

  test.each(encodings)('knows %s', (encoding) => {
    expect(() => new TextDecoder(encoding)).not.toThrow();
  });

  test('says where the bad byte of a UTF-8 file is, and does not read the file in another encoding', () => {
    const file = bytes('name,room\nZoë Größl,1\nJürgen M', [0xfc], 'ller,2\n');
    expect(decodeFile(file)).toMatchObject({
      badByte: { line: 3, column: 9 },
      samples: expect.arrayContaining([
        { encoding: 'utf-8', lines: ['Zoë Größl,1', 'Jürgen M\ufffdller,2'] },
      ]),
    });
    expect(decodeFile(file, 'utf-8')).toMatchObject({ text: expect.stringContaining('M\ufffdller') });
  });

  test('is fast with a large file, whatever it holds', () => {
    const chinese = bytes('姓名\n', [0xff], '王小明,海港花园,1201\n'.repeat(50_000));
    expect(decodeFile(chinese)).toMatchObject({ badByte: { line: 2, column: 1 } });
  });
});
