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

/** Four or more digits in any spelling or script, but not a day. Doordesk must not store a PIN, so it rather refuses too much. */
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
