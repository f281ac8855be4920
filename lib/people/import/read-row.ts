import type { ZodType } from 'zod';
import { plainText } from '@/lib/export/spreadsheet-text';
import { fieldErrors } from '@/lib/field-errors';
import { personFields } from '../schema';
import { readDay } from './day';
import type { Column, ImportField } from './headings';
import type { Line } from './read-table';

/** What is wrong with one cell, or (without a field) with the whole row; words under `people.import.problems`. */
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
  | 'noSuchRoom'
  | 'severalRooms'
  | 'unknownId'
  | 'severalPeople'
  | 'duplicate'
  | 'tooManyCells';

/** A row's cells by field, as far as the file has them; days as ISO. */
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
};

export type ReadRow = { line: number; values: RowValues; problems: RowProblem[] };

const texts = ['name', 'email', 'phone', 'note'] as const;
const days = ['movedIn', 'movedOut'] as const;

export function readRow({ line, cells }: Line, columns: readonly Column[]): ReadRow {
  const given = new Map<ImportField, string>();
  for (const [index, { field }] of columns.entries()) {
    if (field !== null && field !== 'ignored') given.set(field, plainText((cells[index] ?? '').trim()));
  }
  const values: RowValues = {
    id: given.get('id') ?? '',
    building: given.get('building') ?? '',
    room: given.get('room') ?? '',
  };
  const problems: RowProblem[] = [];
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    problems.push({ field: null, code: 'tooManyCells' });
  }
  for (const field of texts) {
    const cell = given.get(field);
    if (cell === undefined) continue;
    const read = readText(field, cell);
    if ('problem' in read) problems.push({ field, code: read.problem, text: cell.slice(0, 80) });
    else values[field] = read.text;
  }
  for (const field of days) {
    const cell = given.get(field);
    if (cell === undefined) continue;
    const read = cell === '' ? { day: null } : readDay(cell);
    if ('problem' in read) problems.push({ field, code: read.problem, text: cell.slice(0, 80) });
    else values[field] = read.day;
  }
  return { line, values, problems };
}

function readText(field: (typeof texts)[number], cell: string): { text: string } | { problem: ProblemCode } {
  // A spreadsheet has made a number of it and lost its last digits.
  if (field === 'phone' && /^\d([.,]\d+)?e\+?\d+$/i.test(cell)) return { problem: 'spreadsheetNumber' };
  const schema: ZodType<string> = personFields[field];
  const parsed = schema.safeParse(cell);
  if (parsed.success) return { text: parsed.data };
  const [problem = 'invalid'] = Object.values(fieldErrors(parsed.error));
  return { problem: problem as ProblemCode };
}
