import { z } from 'zod';
import { nameFromAddress } from '@/lib/table/name-in-address';

const mostDays = 36_500;

const building = z.string().max(1_000);
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'required')
    .max(most, 'tooLong')
    .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), 'invalid');
const day = z.iso.date('badDate').refine((text) => text >= '1970-01-01' && text <= '9999-12-30', 'badDate');

const days = z.preprocess(
  (value) => (typeof value === 'string' && /^\d{1,6}$/.test(value.trim()) ? Number(value) : value),
  z.int('badNumber').min(1, 'retention.errors.days').max(mostDays, 'retention.errors.days'),
);

export const keepAllInput = z.object({ building });

export const setRuleInput = z.object({ building, mode: z.enum(['delete', 'anonymise']), days });

export const previewQuery = z.object({
  building: z.string().max(1_100).transform(nameFromAddress),
  mode: z.enum(['delete', 'anonymise']),
  days,
});

export const saveHoldInput = z
  .object({
    id: z.uuid().nullable(),
    /** The building whose page saves it; with `everywhere` it holds in all. */
    building,
    everywhere: z.boolean(),
    name: line(120),
    reason: line(1_000),
    from: day,
    /** Empty: until the hold is removed. */
    to: z.union([z.literal(''), day]),
  })
  .refine(({ from, to }) => to === '' || to >= from, { path: ['to'], message: 'retention.errors.order' });

export const removeHoldInput = z.object({ id: z.uuid(), building });
