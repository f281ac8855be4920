import { z } from 'zod';
import { trimUnseen } from './trim-unseen';

// PostgreSQL refuses NUL, and would store half of a surrogate pair as something else.
const unstorable = /[\p{Surrogate}\0]/u;
const controls = /\p{Cc}/u;

/** Collapses blanks, and refuses other control characters. */
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

export const nameField = (most: number) => lineField(most).pipe(z.string().min(1, 'required'));

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

export const dayField = z.iso.date('badDate').refine((day) => day >= earliest && day <= latest, 'badDate');

export const optionalDay = z
  .string()
  .nullable()
  .transform((text) => text || null)
  .pipe(dayField.nullable());

export const roomKeyField = z.string('required').min(1, 'required').max(100);

export const restoreInput = z.object({ batch: z.uuid() });

/** The revision that the browser saw. A change is refused if the row has changed since. */
export const seenRow = { id: z.uuid(), revision: z.int().min(1) };
