const words = [
  'zero|oh|null|cero|líng|零|〇',
  'one|eins|一|壹|幺',
  'two|zwei|二|贰',
  'three|drei|三|叁',
  'four|vier|四|肆',
  'five|fünf|五|伍',
  'six|sechs|六|陆',
  'seven|sieben|七|柒',
  'eight|acht|八|捌',
  'nine|neun|九|玖',
].map((list) => new RegExp(list, 'giu'));

const day = /(?<!\d)(19|20)\d\d(?:([-/.])\d{1,2}\2\d{1,2}(?!\d)|年\d{1,2}月\d{1,2}日)/g;

/**
 * Could a text give a PIN away? Four digits or more, however they are written or spread: in words, in other scripts,
 * with blanks, marks or unseen characters between them. A day is none. Doordesk must never come to hold a PIN, so a
 * harmless number is rather refused than a PIN let through.
 */
export function looksLikePin(text: string): boolean {
  const plain = words.reduce(
    (rest, word, digit) => rest.replace(word, String(digit)),
    text
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .replace(day, ' '),
  );
  return /\p{Nd}(?:[\s\p{P}\p{S}]*\p{Nd}){3}/u.test(plain);
}
