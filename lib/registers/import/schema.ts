import { z } from 'zod';
import { roomKeyField } from '@/lib/text/fields';
import { encodings } from './encoding-names';

const rowChoice = z.union([z.object({ room: roomKeyField }), z.object({ another: z.literal(true) })]);
export type RowChoice = z.output<typeof rowChoice>;

const importFile = {
  file: z.instanceof(File, { error: 'required' }),
  /** Absent or empty: guessed from the file. */
  encoding: z
    .union([z.literal(''), z.enum(encodings)])
    .optional()
    .transform((value) => value || undefined),
  choices: z
    .string()
    .max(600_000)
    .optional()
    .transform((text, context) => {
      try {
        return JSON.parse(text || '{}');
      } catch {
        context.addIssue({ code: 'custom', message: 'invalid' });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string().regex(/^\d{1,9}$/), rowChoice)),
};
export const importPreviewInput = z.object(importFile);
export const failuresInput = importPreviewInput.pick({ file: true });
export const rejectedInput = importPreviewInput.extend({ format: z.enum(['xlsx', 'csv']) });

export const importPeopleInput = z.object({
  ...importFile,
  digest: z.string().regex(/^[\w-]{43}$/),
  /** Lines that were left out by hand: `12,15`. */
  without: z
    .string()
    .max(100_000)
    .regex(/^(\d{1,9}(,\d{1,9})*)?$/)
    .transform((text) => new Set(text.split(',').filter(Boolean).map(Number))),
  expected: z.coerce.number().pipe(z.int().min(1)),
});
export type ImportPeople = z.output<typeof importPeopleInput>;
