import { dayText } from '@/lib/text/wall-text';
import { monthOf, weekdays } from './month-names';

export type DayOrder = 'dmy' | 'mdy' | 'ymd';
export type ReadDay = { day: string } | { problem: 'badDate' | 'unclearDate' };

type Readings = Partial<Record<DayOrder, string>>;

const anyOrder = (day: string | null): Readings => (day === null ? {} : { dmy: day, mdy: day, ymd: day });

/** `03/04/2026` is two days, unless its column's order is known. */
export function readDay(text: string, order: DayOrder | null = null): ReadDay {
  const readings = readingsOf(text);
  const days = new Set(Object.values(readings));
  if (days.size === 0) return { problem: 'badDate' };
  const chosen = order === null ? undefined : readings[order];
  if (chosen !== undefined) return { day: chosen };
  const [day = ''] = days;
  return days.size === 1 ? { day } : { problem: 'unclearDate' };
}

export type ColumnOrder =
  | { order: DayOrder | null }
  /** Positions of two cells that cannot have the same order. */
  | { contradicts: [number, number] };

/** The order that fits every cell of a column. Null if nothing decides it. */
export function orderOfColumn(cells: readonly string[]): ColumnOrder {
  let possible: DayOrder[] = ['dmy', 'mdy', 'ymd'];
  const against: Partial<Record<DayOrder, number>> = {};
  for (const [index, cell] of cells.entries()) {
    const readings = readingsOf(cell);
    const own = Object.keys(readings) as DayOrder[];
    // Not a day at all. Its own row reports it.
    if (own.length === 0) continue;
    const left = possible.filter((order) => own.includes(order));
    if (left.length === 0) {
      const [earlier = index] = own.flatMap((order) => against[order] ?? []);
      return { contradicts: [earlier, index] };
    }
    for (const order of possible) if (!left.includes(order)) against[order] ??= index;
    possible = left;
  }
  const [first] = possible;
  // Years come first only if nothing else fits: few people write 26/11/24 for a day of 2026.
  const usual = possible.filter((order) => order !== 'ymd');
  return { order: usual.length === 1 ? (usual[0] ?? null) : usual.length === 0 ? (first ?? null) : null };
}

const midnight =
  /[T ]+(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?am|上午 ?12:00(?::00)?)(?: ?(?:Z|[+-]00:?00))?$/i;

function readingsOf(text: string): Readings {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\p{Default_Ignorable_Code_Point}]+/gu, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .trim()
    .replace(midnight, '')
    .replace(weekdays, '')
    .trim();
  const yearFirst =
    /^(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日일.]?$/.exec(plain) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(plain);
  if (yearFirst) return anyOrder(dayOf(yearFirst[1], yearFirst[2], yearFirst[3]));

  const numbers = /^(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{2}|\d{4})$/.exec(plain);
  if (numbers) return ofNumbers(numbers);

  const dayMonth =
    /^(\d{1,2})(?:\.|st|nd|rd|th|er|º|°)?[ -]*(?:de |of )?(\p{L}+)\.?,?[ -]*(?:de |del )?(\d{4}|\d{2})$/iu.exec(
      plain,
    );
  if (dayMonth) return anyOrder(dayOf(fullYear(dayMonth[3]), monthOf(dayMonth[2]), dayMonth[1]));
  const monthDay = /^(\p{L}+)\.?[ -]*(\d{1,2})(?:st|nd|rd|th)?,?[ -]+(\d{4}|\d{2})$/iu.exec(plain);
  if (monthDay) return anyOrder(dayOf(fullYear(monthDay[3]), monthOf(monthDay[1]), monthDay[2]));
  const yearMonth = /^(\d{4})[ -]*(\p{L}+)\.?[ -]*(\d{1,2})$/iu.exec(plain);
  return yearMonth ? anyOrder(dayOf(yearMonth[1], monthOf(yearMonth[2]), yearMonth[3])) : {};
}

function ofNumbers([, first, sign, second, third = '']: RegExpExecArray): Readings {
  const dmy = dayOf(fullYear(third), second, first);
  // With points the day comes first: nowhere do months come first with points.
  if (sign === '.') return anyOrder(dmy);
  const mdy = dayOf(fullYear(third), first, second);
  const ymd = third.length === 2 && first?.length === 2 ? dayOf(fullYear(first), second, third) : null;
  return {
    ...(dmy === null ? {} : { dmy }),
    ...(mdy === null ? {} : { mdy }),
    ...(ymd === null || dmy !== null || mdy !== null ? {} : { ymd }),
  };
}

/** As Excel reads two digits: 70 to 99 belong to the last century. */
function fullYear(year: string | undefined): string {
  if (year?.length !== 2) return year ?? '';
  return `${Number(year) < 70 ? '20' : '19'}${year}`;
}

function dayOf(
  year: string | undefined,
  month: string | number | undefined,
  day: string | undefined,
): string | null {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const text = `${year}-${String(Number(month)).padStart(2, '0')}-${String(Number(day)).padStart(2, '0')}`;
  // 31 February becomes a day in March, which this detects.
  if (Number.isNaN(date.getTime()) || dayText(date) !== text) return null;
  return text >= '1900-01-01' && text <= '2199-12-31' ? text : null;
}
