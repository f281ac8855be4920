import { describe, expect, test } from 'vitest';
import { decodeFile, mostBytes } from './decode';

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
    expect(decodeFile(bytes(chinese), 'windows-1252').text).toMatch(/^ÐÕ/);
    expect(problem(bytes(chinese), 'utf-8')).toEqual({ code: 'wrongEncoding', encoding: 'utf-8' });
  });

  test.each([
    ['nothing', bytes(), { code: 'empty' }],
    ['a workbook', bytes([0x50, 0x4b, 3, 4, 1]), { code: 'workbook' }],
    ['an old workbook', bytes([0xd0, 0xcf, 0x11, 0xe0]), { code: 'workbook' }],
    ['a picture', bytes([0x41, 0, 0x42, 0x43, 0, 0, 0, 0x44]), { code: 'notText' }],
    ['too much', new Uint8Array(mostBytes + 1), { code: 'tooLarge', most: mostBytes }],
  ])('refuses %s', (_, file, expected) => {
    expect(problem(file)).toEqual(expected);
  });
});
