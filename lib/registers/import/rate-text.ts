import type { Encoding } from './encoding-names';

// Letters beyond a to z of each language. A name with letters of two languages was decoded wrongly.
const alphabets = [
  'äöüß',
  'àâæçéèêëîïôœùûüÿ',
  'áéíñóúü',
  'àèéìíîòóùú',
  'ãâáàçéêíóõôúü',
  'åäöæøéü',
  'áðéíóúýþæö',
  'áéèëïíóöúü',
  'ąćęłńóśźż',
  'áčďéěíňóřšťúůýž',
  'áäčďéíĺľňóôŕšťúýž',
  'áéíóöőúüű',
  'ăâîșțşţ',
  'čćđšž',
  'çğıiöşüâîû',
  'ąčęėįšųūž',
  'āčēģīķļņšūž',
  'äõöüšž',
  'абвгдежзийклмнопрстуфхцчшщъыьэюяё',
  'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  'абвгдђежзијклљмнњопрстћуфхцчџш',
  'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ',
].map((letters) => new Set(letters));

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Han', 'Hangul', 'Arabic', 'Hebrew', 'Thai'].map(
  (name) => new RegExp(`\\p{Script=${name}}`, 'u'),
);
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const never = /[\p{Cn}\p{Co}\p{Cs}\ufffd]|[\u0080-\u009f]/u;
const places = /[座栋棟楼樓室号號层層单单元幢区區]/u;

export function isReadable(text: string): boolean {
  return !never.test(text);
}

/** The share (0 to 1) of words beyond ASCII that a person would write. */
export function plausibleShare(text: string): number {
  if (!isReadable(text)) return 0;
  const words = text
    .split(/[\s,;"'.:/()<>@|\u00a0\u3000、，。（）·-]+/u)
    .filter((word) => /[^\p{ASCII}]/u.test(word));
  if (words.length === 0) return 1;
  return words.filter(isWord).length / words.length;
}

function isWord(word: string): boolean {
  const bare = word.replace(/^[«„“‘¡¿]+|[»“”’…!?]+$/gu, '').replace(/(?<=\d)[ºª°]$/u, '');
  if (/[^\p{L}\p{M}\p{N}’–—&+#%*_=\p{ASCII}ー々〇]/u.test(bare)) return false;
  const used = scripts.filter((script) => script.test(bare));
  const isLatinMix = used.length > 1 && /\p{Script=Latin}/u.test(bare) && !places.test(bare);
  if (isLatinMix || used.filter((script) => script !== scripts[0]).length > 1) return false;
  // Vowel signs and points that names do not use, or that cannot begin a word.
  if (
    /^\p{M}|[\u0590-\u05c7\u0640\u064b-\u065f]|[\u0e40-\u0e44]{2}|^[\u0e2f-\u0e3a\u0e45-\u0e5b]|[\u0e45\u0e46\u0e4d-\u0e5b]/u.test(
      bare,
    )
  ) {
    return false;
  }
  if (kana.test(bare)) return !/[\uff61-\uff9f]/u.test(bare) || bare.length > 3;
  // A capital after a small letter, if one is beyond ASCII, or a final sigma inside a word.
  if (/\p{Ll}\p{Lu}/u.test(bare.replace(/[A-Za-z](?=[A-Za-z])/g, '')) || /ς\p{L}/u.test(bare)) return false;
  const letters = [...bare.toLowerCase()].filter(
    (letter) => /[^\p{ASCII}]/u.test(letter) && /\p{L}/u.test(letter),
  );
  if (!/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(bare)) return true;
  return alphabets.some((alphabet) => letters.every((letter) => alphabet.has(letter)));
}

// First bytes of two-byte characters, and those of characters common in names and addresses.
const doubleByte: Partial<Record<Encoding, { lead: [number, number][]; common: [number, number][] }>> = {
  gb18030: { lead: [[0x81, 0xfe]], common: [[0xb0, 0xd7]] },
  big5: { lead: [[0x81, 0xfe]], common: [[0xa4, 0xc6]] },
  'euc-kr': { lead: [[0x81, 0xfe]], common: [[0xb0, 0xc8]] },
  'euc-jp': {
    lead: [[0xa1, 0xfe]],
    common: [
      [0xa4, 0xa5],
      [0xb0, 0xcf],
    ],
  },
  shift_jis: {
    lead: [
      [0x81, 0x9f],
      [0xe0, 0xfc],
    ],
    common: [
      [0x82, 0x83],
      [0x88, 0x98],
    ],
  },
};

const isIn = (ranges: readonly [number, number][], byte: number) =>
  ranges.some(([from, to]) => byte >= from && byte <= to);

/** The number of two-byte characters, and the share of common ones. Null for a single-byte encoding. */
export function commonCharacters(
  bytes: Uint8Array,
  encoding: Encoding,
): { count: number; share: number } | null {
  const ranges = doubleByte[encoding];
  if (!ranges) return null;
  let count = 0;
  let common = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    count++;
    if (!isIn(ranges.lead, byte)) continue;
    // GBK has rare characters with these first bytes too. Those of GB 2312 have a high second byte.
    if (isIn(ranges.common, byte) && (encoding !== 'gb18030' || (bytes[at + 1] ?? 0) >= 0xa1)) common++;
    at++;
  }
  return { count, share: count === 0 ? 0 : common / count };
}
