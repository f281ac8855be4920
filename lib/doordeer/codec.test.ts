import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { decodeBase64 } from './base64-codec';
import { CodecError, decodeBody, encodeBody, rc4 } from './codec';
import { RFC6229, RFC6229_OFFSETS } from './rfc6229-keys';

const key = 'issued-by-the-vendor';
const value = { re: 1, list: [{ gid: 'G1', building_name: '港湾 Straße "A"' }] };

function problemOf(text: string, withKey = key): string {
  try {
    decodeBody(text, withKey);
    return '';
  } catch (error) {
    if (error instanceof CodecError) return error.problem;
    throw error;
  }
}

describe('rc4', () => {
  describe.each(Object.entries(RFC6229))('under key %s of RFC 6229', (hex, blocks) => {
    const bytes = Buffer.from(hex, 'hex');
    const stream = rc4(bytes, Buffer.alloc(4112));

    it.each(RFC6229_OFFSETS.map((offset, at) => [offset, blocks[at] ?? '']))(
      'has the key stream of the document at %i',
      (offset, block) => {
        const at = Number(offset);
        expect(stream.subarray(at, at + 16).toString('hex')).toBe(block);
      },
    );

    it('decrypts what it encrypts', () => {
      expect(rc4(bytes, stream).equals(Buffer.alloc(4112))).toBe(true);
    });
  });

  it('is its own inverse for any key and data', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 256 }),
        fc.uint8Array({ maxLength: 2000 }),
        (k, data) => {
          expect(Buffer.compare(rc4(k, rc4(k, data)), data)).toBe(0);
        },
      ),
    );
  });

  it('refuses a key of no bytes or of more than 256', () => {
    expect(() => rc4(new Uint8Array(0), new Uint8Array(1))).toThrow(RangeError);
    expect(() => rc4(new Uint8Array(257), new Uint8Array(1))).toThrow(RangeError);
  });
});

describe('the envelope', () => {
  it('gives back any JSON value under any key', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), fc.jsonValue(), (k, json) => {
        const body = { re: 1, json };
        expect(decodeBody(encodeBody(body, k), k)).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  it('is base64 of RC4 of the JSON text in UTF-8', () => {
    const clear = rc4(Buffer.from(key), Buffer.from(encodeBody(value, key), 'base64'));
    expect(clear.toString('utf8')).toBe(JSON.stringify(value));
  });

  const body = encodeBody(value, key);
  it.each([
    ['line breaks', body.replace(/(.{20})/g, '$1\r\n')],
    ['blanks around it', `\n  ${body}\t\n`],
    ['no padding', body.replace(/=+$/, '')],
    ['the URL-safe alphabet', body.replaceAll('+', '-').replaceAll('/', '_')],
    ['URL-safe and unpadded', Buffer.from(body, 'base64').toString('base64url')],
    ['quotes around it', JSON.stringify(body)],
    ['quotes and escaped slashes', JSON.stringify(body).replaceAll('/', '\\/')],
    ['a byte-order mark', `\uFEFF${body}`],
    ['plain JSON', JSON.stringify(value)],
    ['plain JSON after a byte-order mark', `\uFEFF ${JSON.stringify(value)}`],
    [
      'a NUL at the end of the clear text',
      rc4(Buffer.from(key), Buffer.from(`${JSON.stringify(value)}\0\0`)).toString('base64'),
    ],
  ])('is read with %s', (_what, text) => {
    expect(decodeBody(text, key)).toEqual(value);
  });

  it('reads every length of base64 in every spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        for (const text of [buffer.toString('base64'), buffer.toString('base64url')]) {
          expect(decodeBase64(text).equals(buffer)).toBe(true);
          expect(decodeBase64(text.replace(/(.)/g, '$1\n')).equals(buffer)).toBe(true);
        }
      }),
    );
  });

  it('keeps an id too long for a number', () => {
    expect(decodeBody('{"gid": 12345678901234567890, "n": 12, "s": "1234567890123456"}', key)).toEqual({
      gid: '12345678901234567890',
      n: 12,
      s: '1234567890123456',
    });
  });
});

describe('a body that cannot be read', () => {
  it('under another key says "wrong key or framing"', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), (other) => {
        fc.pre(other !== key);
        expect(problemOf(encodeBody(value, key), other)).toBe('wrong-key');
      }),
    );
    expect(new CodecError('wrong-key').message).toContain('wrong key or framing');
  });

  it.each([
    ['a page of HTML', '<html><body>502 Bad Gateway</body></html>', 'not-base64'],
    ['nothing', '  \n', 'empty'],
    ['half of the base64', encodeBody(value, key).slice(0, 40), 'cut-off'],
    ['half of plain JSON', JSON.stringify(value).slice(0, 40), 'cut-off'],
    ['text that happens to be base64', 'Forbidden', 'cut-off'],
    ['more text that happens to be base64', 'Unavailable0', 'wrong-key'],
  ])('says that it is %s', (_what, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it('is never quoted in the message', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (text) => {
        try {
          decodeBody(text, key);
        } catch (error) {
          expect(error).toBeInstanceOf(CodecError);
          expect(String(error)).not.toContain(text);
        }
      }),
    );
  });
});
