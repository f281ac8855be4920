import { z } from 'zod';
import { trimUnseen } from './trim-unseen';

// PostgreSQL refuses NUL, and half of a surrogate pair would be stored as something else than was typed.
const unstorable = /[\p{Surrogate}\0]/u;
const controls = /\p{Cc}/u;

/** One line: blanks at the ends and runs of blanks go; other control characters are refused. */
export const lineField = (most: number) =>
  z
    .string('required')
    .transform((text) => trimUnseen(text.normalize('NFC')).replace(/\s+/g, ' '))
    .pipe(
      z
        .string()
        .max(most, 'tooLong')
        .refine((text) => !unstorable.test(text) && !controls.test(text), 'invalid'),
    );

/** One line that must say something. */
export const nameField = (most: number) => lineField(most).pipe(z.string().min(1, 'required'));

/** Several lines. */
export const noteField = (most = 2_000) =>
  z
    .string('required')
    .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .max(most, 'tooLong')
        .refine((text) => !unstorable.test(text) && !controls.test(text.replace(/[\n\t]/g, '')), 'invalid'),
    );

const earliest = '1900-01-01';
const latest = '2199-12-31';

/** A day that exists, `YYYY-MM-DD`. */
export const dayField = z.iso.date('badDate').refine((day) => day >= earliest && day <= latest, 'badDate');

/** The same, or null for an empty field. */
export const optionalDay = z
  .string()
  .nullable()
  .transform((text) => text || null)
  .pipe(dayField.nullable());

export const roomKeyField = z.string('required').min(1, 'required').max(100);

/** What was deleted together and is to be put back. */
export const restoreInput = z.object({ batch: z.uuid() });

/** What a browser saw of a row: a change is refused when the row has moved on since. */
export const seenRow = { id: z.uuid(), revision: z.int().min(1) };
