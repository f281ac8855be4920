import { fileText } from './file-text';
import { keepText } from './spreadsheet-text';

/**
 * How a column's values are written. `instant`: a Date, in UTC. `wall`: `YYYY-MM-DD HH:MM:SS` without a zone. `day`:
 * `YYYY-MM-DD`. `digits`: of a doorcode, grouped in CSV.
 */
export type ColumnType = 'text' | 'number' | 'boolean' | 'instant' | 'wall' | 'day' | 'digits';
export type Cell = string | number | boolean | Date | null | undefined;
export type ExportColumn<Key extends string = string> = { key: Key; title: string; type?: ColumnType };

export function cellText(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : isoSeconds(value);
  if (typeof value === 'string') return fileText(value);
  return String(value);
}

function isoSeconds(value: Date): string {
  const text = value.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

const QUOTED = /[",;|\t\r\n]|^\s|\s$/;

function groupDigits(digits: string): string {
  return /^\d+$/.test(digits) ? (digits.match(/\d{1,4}/g) ?? []).join(' ') : digits;
}

/** Protects text from changes by spreadsheets, and quotes it if needed. Numbers keep their sign. */
export function csvField(value: Cell, type: ColumnType = 'text'): string {
  if (typeof value !== 'string' || type === 'wall' || type === 'day') return quoted(cellText(value));
  const text = cellText(value);
  return quoted(keepText(type === 'digits' ? groupDigits(text) : text));
}

export function exactField(value: Cell): string {
  return quoted(typeof value === 'string' ? value : cellText(value));
}

function quoted(text: string): string {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
