import type { ZodType } from 'zod';
import { fieldErrors } from '@/lib/text/field-errors';
import { personFields } from '../people/schema';
import { cellText, emailsOf, phoneText } from './cell';
import { type DayOrder, readDay } from './read-day';
import type { Column, ColumnField, ImportField } from './read-headings';
import type { Line } from './read-table';

/** Without a field: about the whole row. The words are under `people.import.problems`. */
export type RowProblem = { field: ImportField | null; code: ProblemCode; text?: string };

export type ProblemCode =
  | 'required'
  | 'tooLong'
  | 'badEmail'
  | 'badPhone'
  | 'spreadsheetNumber'
  | 'badDate'
  | 'unclearDate'
  | 'moveOutFirst'
  | 'invalid'
  | 'unreadable'
  | 'noSuchRoom'
  | 'severalRooms'
  | 'unknownId'
  | 'severalPeople'
  | 'duplicate'
  | 'tooManyCells';

/** Only fields that the file has. Days are ISO. */
export type RowValues = {
  id: string;
  building: string;
  room: string;
  name?: string;
  email?: string;
  phone?: string;
  note?: string;
  movedIn?: string | null;
  movedOut?: string | null;
  csv: boolean;
  extras: string[];
};

export type ReadRow = { line: number; values: RowValues; problems: RowProblem[] };
export type DayOrders = Partial<Record<'movedIn' | 'movedOut', DayOrder | null>>;

const texts = ['name', 'email', 'phone', 'note'] as const;
const days = ['movedIn', 'movedOut'] as const;

// Replacement and private characters, unassigned ones and controls.
const unreadable = /[\ufffd\p{Co}\p{Cn}\u0080-\u009f]/u;

export function readRow(
  { line, cells, exact = false }: Line,
  columns: readonly Column[],
  orders: DayOrders,
): ReadRow {
  const given = new Map<ColumnField, string>();
  const extras: string[] = [];
  for (const [index, { field, heading }] of columns.entries()) {
    const cell = cellText(cells[index] ?? '');
    if (field === 'alsoNote' && cell !== '') extras.push(`${heading}: ${cell}`);
    else if (field !== null && field !== 'ignored') given.set(field, cell);
  }
  nameOfParts(given);
  const values: RowValues = {
    id: given.get('id') ?? '',
    building: given.get('building') ?? '',
    room: given.get('room') ?? '',
    csv: !exact,
    extras,
  };
  const problems: RowProblem[] = [];
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    problems.push({ field: null, code: 'tooManyCells' });
  }
  contactsOf(given, columns, extras);
  for (const field of texts) {
    const cell = given.get(field);
    if (cell === undefined) continue;
    const read = readText(field, cell);
    if ('problem' in read) problems.push({ field, code: read.problem, text: cell.slice(0, 80) });
    if ('text' in read) values[field] = read.text;
  }
  for (const field of days) {
    const cell = given.get(field);
    if (cell === undefined) continue;
    const read = cell === '' ? { day: null } : readDay(cell, orders[field] ?? null);
    if ('problem' in read) problems.push({ field, code: read.problem, text: cell.slice(0, 80) });
    else values[field] = read.day;
  }
  return { line, values, problems };
}

/** Only without a column for the whole name. Chinese and Korean names have no blank between the parts. */
function nameOfParts(given: Map<ColumnField, string>): void {
  const first = given.get('firstName');
  const last = given.get('lastName');
  if (given.has('name') || (first === undefined && last === undefined)) return;
  const isHan = /^[\p{Script=Han}\p{Script=Hangul}]+$/u.test(`${first ?? ''}${last ?? ''}`);
  given.set('name', isHan ? `${last ?? ''}${first ?? ''}` : [first, last].filter(Boolean).join(' '));
}

/** The first phone and address are the person's. Others go to the note. */
function contactsOf(given: Map<ColumnField, string>, columns: readonly Column[], extras: string[]): void {
  const headingOf = (field: ColumnField) => columns.find((column) => column.field === field)?.heading ?? '';
  const phone = given.get('phone');
  if (phone !== undefined) given.set('phone', phoneText(phone));
  const email = given.get('email');
  if (email === undefined) return;
  const [first = '', ...others] = emailsOf(email);
  given.set('email', first);
  if (others.length > 0) extras.unshift(`${headingOf('email')}: ${others.join(', ')}`);
}

/** A text with a problem is returned too: it may stay if the entry already has it. */
function readText(
  field: (typeof texts)[number],
  cell: string,
): { text: string } | { problem: ProblemCode } | { text: string; problem: 'unreadable' } {
  // A spreadsheet turned it into a number and lost its last digits.
  if (field === 'phone' && /^\d([.,]\d+)?e\+?\d+$/i.test(cell)) return { problem: 'spreadsheetNumber' };
  const schema: ZodType<string> = personFields[field];
  const parsed = schema.safeParse(cell);
  if (unreadable.test(cell)) {
    return { problem: 'unreadable', ...(parsed.success ? { text: parsed.data } : {}) };
  }
  if (parsed.success) return { text: parsed.data };
  const [problem = 'invalid'] = Object.values(fieldErrors(parsed.error));
  // The messages of `personFields` are these codes.
  return { problem: problem as ProblemCode };
}
