import { z } from 'zod';
import { nameField } from '@/lib/text/fields';
import { registrationSchema } from './passkey-server';

/** PostgreSQL stores no NUL, and half of a surrogate pair would be stored as another character. */
const text = (longest: number) =>
  z
    .string('required')
    .trim()
    .min(1, 'required')
    .max(longest, 'tooLong')
    .refine((value) => !/[\p{Surrogate}\0]/u.test(value), 'invalid');

/** Not of invisible characters only: the audit log would name no one. */
export const nameSchema = nameField(100);
export const passkeyNameSchema = text(60);
const codeSchema = text(60);

export const newPasskeySchema = z.object({
  challengeId: z.uuid('invalid'),
  response: registrationSchema,
  /** What the list of passkeys calls it, such as the browser's name. */
  passkeyName: passkeyNameSchema,
});

/** Its length is checked in code points, with the blocklist: see `member-password.ts`. */
export const newPasswordSchema = z
  .object({
    signInName: text(254),
    password: z.string('required').min(1, 'required').max(1_024, 'tooLong'),
    repeated: z.string('required'),
    challengeId: z.uuid('invalid'),
    code: codeSchema,
  })
  .refine(({ password, repeated }) => password === repeated, {
    path: ['repeated'],
    message: 'passwordsDiffer',
  });
