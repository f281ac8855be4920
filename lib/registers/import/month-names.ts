import { foldAccents } from '@/lib/text/fold-text';

const languages = [
  'january february march april may june july august september october november december',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janner februar maerz april mai juni juli august september oktober november dezember',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'januari februari maart april mei juni juli augustus september oktober november december',
];
const short: Record<string, number> = { mrz: 3, mrt: 3 };
const named = languages.flatMap((names) => names.split(' ').map((name, index) => [name, index + 1] as const));

/** By name or its beginning (`Jan`, `sept.`, `févr.`). Undefined if none or several match. */
export function monthOf(text: string | undefined): number | undefined {
  const word = foldAccents(text ?? '');
  const known = short[word];
  if (known !== undefined || word.length < 3) return known;
  const whole = named.filter(([name]) => name === word);
  const found = new Set(
    (whole.length > 0 ? whole : named.filter(([name]) => name.startsWith(word))).map(([, number]) => number),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

/** A weekday before a date: any word with a comma, or a known one. */
export const weekdays =
  /^(?:\p{L}{2,}\.?,|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?|星期.|周.|週.)\s*/iu;
