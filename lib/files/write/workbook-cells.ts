import { type Cell, cellText, type ExportColumn } from './cell';
import { fileText } from './file-text';

/** In UTF-16 units. Excel refuses a file with a longer text. */
const CELL_LIMIT = 32_767;

function cutCell(text: string): string {
  return text.length > CELL_LIMIT ? text.slice(0, CELL_LIMIT).replace(/[\uD800-\uDBFF]$/, '') : text;
}

/** ECMA-376, ST_Xstring: text that looks like an escape is escaped. A carriage return would become a line feed. */
function cellSpelling(text: string): string {
  return cutCell(fileText(text))
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/\r/g, '_x000D_')
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}

/** A text cell that no program evaluates. Migrations 0012 and 0019 do the same in SQL. */
export function textCell(text: string): string {
  const escaped = cellSpelling(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`;
}

export function rowOfCells(values: readonly (readonly [ExportColumn, Cell])[]): string {
  return `<row>${values.map(([column, value]) => cellOf(column, value)).join('')}</row>`;
}

function cellOf({ type }: ExportColumn, value: Cell): string {
  if (value === null || value === undefined) return '<c/>';
  if (typeof value === 'number') return `<c><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
  if (value instanceof Date) return momentCell(value, cellText(value));
  return type === 'wall' ? momentCell(new Date(`${value.replace(' ', 'T')}Z`), value) : textCell(value);
}

// Excel counts days from 1900, with a 29 February 1900 that did not exist.
const [firstMoment, lastMoment] = [Date.UTC(1900, 2, 1), Date.UTC(10_000, 0, 1)];
const unixEpoch = 25_569;
const DAY = 86_400_000;

/** Days since Excel's day 0, or `text` where Excel has no such day. */
function momentCell(moment: Date, text: string): string {
  const time = moment.getTime();
  if (!(time >= firstMoment && time < lastMoment)) return text === '' ? '<c/>' : textCell(text);
  return `<c s="1"><v>${time / DAY + unixEpoch}</v></c>`;
}
