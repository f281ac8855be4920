import { visibleText } from './visible-text';

/**
 * How a column's values are written. `instant`: a Date, written in UTC. `wall`: a wall-clock text
 * `YYYY-MM-DD HH:MM:SS` that implies no zone.
 */
export type ColumnType = 'text' | 'number' | 'boolean' | 'instant' | 'wall';
export type Cell = string | number | boolean | Date | null | undefined;
export type ExportColumn<Key extends string = string> = { key: Key; title: string; type?: ColumnType };

/**
 * Starts a formula in some spreadsheet, also behind blanks that the program strips when it opens the file.
 * The full-width forms are taken for the plain ones by programs set to Chinese or Japanese.
 */
const FORMULA = /^[\s\p{Z}\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** A text that no spreadsheet takes for a formula: an apostrophe goes in front of what would be one. */
export function defuseFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** One value as text, the same in every text format. */
export function cellText(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : isoSeconds(value);
  if (typeof value === 'string') return visibleText(value);
  return String(value);
}

/** UTC to the second, as every spreadsheet and database reads it. */
function isoSeconds(value: Date): string {
  const text = value.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

const QUOTED = /[",;\t\r\n]|^\s|\s$/;

/** One value as a CSV field: defused when it is text, quoted when it must be. Numbers keep their sign. */
export function csvField(value: Cell): string {
  const text = typeof value === 'string' ? defuseFormula(cellText(value)) : cellText(value);
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
