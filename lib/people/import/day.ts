const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day as people write it, or why it is none. `03/04/2026` is two days, so it is refused rather than guessed. */
export function readDay(text: string): { day: string } | { problem: 'badDate' | 'unclearDate' } {
  const plain = text.normalize('NFKC').trim();
  const yearFirst =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(
      plain,
    ) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(plain);
  if (yearFirst) return dayOf(yearFirst[1], yearFirst[2], yearFirst[3]);

  // Where points stand between, the day comes first: nobody writes months first with points.
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(plain);
  if (dotted) return dayOf(dotted[3], dotted[2], dotted[1]);

  const named = /^(\d{1,2})[ -]([a-z]{3})[a-z]*\.?,?[ -](\d{4})$/i.exec(plain);
  if (named) return dayOf(named[3], monthNumber(named[2]), named[1]);
  const american = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/i.exec(plain);
  if (american) return dayOf(american[3], monthNumber(american[1]), american[2]);

  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(plain);
  if (!slashed) return { problem: 'badDate' };
  const [, first, second, year] = slashed;
  const readings = [dayOf(year, second, first), dayOf(year, first, second)].flatMap((reading) =>
    'day' in reading ? [reading.day] : [],
  );
  const [day] = readings;
  if (day === undefined) return { problem: 'badDate' };
  return new Set(readings).size === 1 ? { day } : { problem: 'unclearDate' };
}

function monthNumber(name: string | undefined): string {
  return String(months.indexOf((name ?? '').toLowerCase()) + 1);
}

function dayOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): { day: string } | { problem: 'badDate' } {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const text = `${year}-${String(Number(month)).padStart(2, '0')}-${String(Number(day)).padStart(2, '0')}`;
  // A 31 February rolls over into March, and is caught by that.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return { problem: 'badDate' };
  return text >= '1900-01-01' && text <= '2199-12-31' ? { day: text } : { problem: 'badDate' };
}
