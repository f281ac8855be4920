import { keepText } from './spreadsheet-text';
import { fileText } from './visible-text';

/**
 * How a column's values are written. `instant`: a Date, written in UTC. `wall`: a wall-clock text
 * `YYYY-MM-DD HH:MM:SS` that implies no zone. `day`: `YYYY-MM-DD`. `digits`: a doorcode's, which CSV groups.
 */
export type ColumnType = 'text' | 'number' | 'boolean' | 'instant' | 'wall' | 'day' | 'digits';
export type Cell = string | number | boolean | Date | null | undefined;
export type ExportColumn<Key extends string = string> = { key: Key; title: string; type?: ColumnType };

/** One value as text, the same in every text format. */
export function cellText(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : isoSeconds(value);
  if (typeof value === 'string') return fileText(value);
  return String(value);
}

/** UTC to the second, as every spreadsheet and database reads it. */
function isoSeconds(value: Date): string {
  const text = value.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

const QUOTED = /[",;|\t\r\n]|^\s|\s$/;

/** Eight digits as the pages show them; a spreadsheet takes the group for a text. */
function groupDigits(digits: string): string {
  return /^\d+$/.test(digits) ? (digits.match(/\d{1,4}/g) ?? []).join(' ') : digits;
}

/** One value as a CSV field: kept from being changed when it is text, quoted when it must be. Numbers keep their sign. */
export function csvField(value: Cell, type: ColumnType = 'text'): string {
  if (typeof value !== 'string' || type === 'wall' || type === 'day') return quoted(cellText(value));
  const text = cellText(value);
  return quoted(keepText(type === 'digits' ? groupDigits(text) : text));
}

/** The value as it is, for programs: a spreadsheet may change it, or calculate it. */
export function exactField(value: Cell): string {
  return quoted(typeof value === 'string' ? value : cellText(value));
}

function quoted(text: string): string {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
