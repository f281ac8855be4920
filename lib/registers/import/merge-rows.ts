import type { PersonRow } from '../people/data';
import { type PersonInput, personFields as schemas } from '../people/schema';
import { emailsOf, isExportOf, phoneText } from './cell';
import type { RowValues } from './read-row';

export const personFields = ['name', 'email', 'phone', 'movedIn', 'movedOut', 'note'] as const;

/** The file's value where it differs from what an export of this entry would say. */
export function mergedInput(values: RowValues, person: PersonRow | null, roomKey: string): PersonInput {
  const text = (field: 'name' | 'email' | 'phone' | 'note') => {
    const before = person?.[field] ?? '';
    const cell = values[field];
    return cell === undefined ||
      isExportOf(before, { read: cell, csv: values.csv }, (text) => asKept(field, text))
      ? before
      : cell;
  };
  return {
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    note: noteWith(text('note'), values, person?.note ?? ''),
    movedIn: values.movedIn === undefined ? (person?.movedIn ?? null) : values.movedIn,
    movedOut: values.movedOut === undefined ? (person?.movedOut ?? null) : values.movedOut,
    roomKey,
  };
}

/** Adds each second phone or address once, however often its file is imported. */
function noteWith(note: string, { extras, note: given, csv }: RowValues, before: string): string {
  if (extras.length === 0) return note;
  const lines = new Set(note.split('\n'));
  const all = [note, ...extras.filter((extra) => !lines.has(extra))].filter(Boolean).join('\n');
  // The file has a note column: what it wrote last time is what it would write now.
  return given !== undefined && isExportOf(before, { read: all, csv }, (text) => asKept('note', text))
    ? before
    : all;
}

/** Entries of an older version may be stored in another form than today's. */
function asKept(field: 'name' | 'email' | 'phone' | 'note', text: string): string {
  const cell = field === 'phone' ? phoneText(text) : field === 'email' ? (emailsOf(text)[0] ?? '') : text;
  const parsed = schemas[field].safeParse(cell);
  return parsed.success ? parsed.data : cell;
}
