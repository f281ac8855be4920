import { z } from 'zod';
import type { Role } from '@/lib/doordeer/words';

const roles = new Map<string, Role>([
  ['1', 'manager'],
  ['2', 'landlord'],
  ['3', 'tenant'],
  ['manager', 'manager'],
  ['landlord', 'landlord'],
  ['tenant', 'tenant'],
]);

/** PostgreSQL stores no NUL, and half of a surrogate pair would be stored as another character. */
const text = (longest: number) =>
  z
    .string('required')
    .min(1, 'required')
    .max(longest, 'tooLong')
    .refine((value) => !/[\p{Surrogate}\0]/u.test(value), 'invalid');

const accountSchema = text(254).refine((value) => value.trim() !== '', 'required');
const passwordSchema = text(256);
const roleSchema = z
  .union([z.string(), z.number()], 'required')
  .transform((value) => roles.get(String(value)))
  .refine((role) => role !== undefined, 'badChoice')
  .transform((role): Role => role ?? 'tenant');

/** The account is taken as typed: folding case would merge two people's workspaces if the vendor distinguishes them. */
export const signInSchema = z.object({
  account: accountSchema,
  password: passwordSchema,
  account_type: z.union([z.literal('unsure'), roleSchema]),
});

export const confirmPasswordSchema = z.object({ password: passwordSchema });

/** A vendor account that Doordesk is to use, as typed. */
export const vendorAccountSchema = z.object({
  account: accountSchema,
  password: passwordSchema,
  role: roleSchema,
});

const phone = z.string().regex(/^\+?[\d ()./-]{5,24}$/, 'badPhone');

export const registerSchema = z
  .object({
    email: z.string('required').trim().min(1, 'required').max(254, 'tooLong').pipe(z.email('badEmail')),
    phone: z
      .string()
      .trim()
      .transform((value) => value || undefined)
      .pipe(phone.optional())
      .optional(),
    password: text(64).min(8, 'passwordTooShort'),
    repeated: z.string('required'),
    role: roleSchema,
    language: z.enum(['en', 'zh'], 'badChoice'),
  })
  .refine(({ password, repeated }) => password === repeated, {
    path: ['repeated'],
    message: 'passwordsDiffer',
    when: ({ value }) =>
      typeof value === 'object' && value !== null && 'password' in value && 'repeated' in value,
  });

export const forgotPasswordSchema = z.object({
  account: accountSchema,
  by: z.enum(['email', 'phone'], 'badChoice'),
});
