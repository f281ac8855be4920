import { z } from 'zod';
import { anyName, anyOf, anyText, dayFilter, tableQuery } from '@/lib/table/query';
import { bulkSelectionSchema } from '@/lib/table/selection';
import { dayField, lineField, noteField, optionalDay, seenRow } from '@/lib/text/fields';
import { type Currency, currencies, currencyDigits, keyKinds, keyStates } from '../words';
import { looksLikePin } from './detect-pin';

export const keysQuery = tableQuery({
  sorts: ['handedOn', 'number', 'holder', 'room', 'kind', 'state', 'deposit', 'updated'],
  defaultDir: 'desc',
  filters: {
    building: anyName(),
    state: anyOf(keyStates),
    kind: anyOf(keyKinds),
    room: anyText(),
    person: anyText(20),
    from: dayFilter(),
    to: dayFilter(),
  },
});
export type KeysQuery = z.output<typeof keysQuery>;

/** In the currency's smallest unit. Fractions never pass through a float. */
export function minorUnits(text: string, currency: Currency): number | null {
  const digits = currencyDigits[currency];
  const parts = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.normalize('NFKC').replace(/^0+(?=\d)/, ''));
  const [, whole = '', fraction = ''] = parts ?? [];
  // "1,000" may mean a thousand or one. If the currency has three decimals, only a point is accepted.
  if (!parts || fraction.length > digits || (digits === 3 && text.includes(','))) return null;
  return Number(whole + fraction.padEnd(digits, '0'));
}

const key = z.object({
  kind: z.enum(keyKinds, 'badChoice'),
  number: lineField(64),
  label: lineField(120),
  holder: lineField(120),
  personId: z
    .string()
    .transform((text) => text || null)
    .pipe(z.uuid().nullable()),
  roomKey: z
    .string()
    .max(100)
    .transform((text) => text || null),
  state: z.enum(keyStates, 'badChoice'),
  handedOn: dayField,
  endedOn: optionalDay,
  deposit: lineField(20),
  currency: z.enum(currencies, 'badChoice'),
  note: noteField(),
});
type RawKey = z.output<typeof key>;

/** Rules between fields. Each field's own message comes first. */
function together<T extends z.ZodType<RawKey>>(schema: T) {
  return schema.superRefine((input, context) => {
    const wrong = (path: keyof RawKey, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (input.kind === 'pin') {
      if (input.number !== '') wrong('number', 'keys.errors.pinNumber');
      for (const field of ['label', 'holder', 'note'] as const) {
        if (looksLikePin(input[field])) wrong(field, 'keys.errors.pinDigits');
      }
    } else if (input.number === '' && input.label === '') wrong('number', 'keys.errors.numberOrLabel');
    if (input.holder === '' && input.personId === null) wrong('holder', 'required');
    if (input.state !== 'handed-out') {
      if (input.endedOn === null) wrong('endedOn', 'required');
      else if (input.endedOn < input.handedOn) wrong('endedOn', 'keys.errors.endedFirst');
    }
    if (input.deposit !== '' && minorUnits(input.deposit, input.currency) === null) {
      wrong('deposit', 'keys.errors.badAmount');
    }
  });
}

/** Drops an end day if the key is still out. */
function kept<T extends RawKey>({ deposit, currency, ...input }: T) {
  const minor = deposit === '' ? null : minorUnits(deposit, currency);
  return {
    ...input,
    endedOn: input.state === 'handed-out' ? null : input.endedOn,
    deposit: minor ? { minor, currency } : null,
  };
}

export const createKeyInput = together(key).transform(kept);
export type KeyInput = z.output<typeof createKeyInput>;

export const updateKeyInput = together(key.extend(seenRow)).transform(kept);
export type KeyChange = z.output<typeof updateKeyInput>;

const bulk = { selection: bulkSelectionSchema, expected: z.int().min(1).max(1_000_000) };
export const removeKeysInput = z.object(bulk);
export const endKeysInput = z.object({ ...bulk, day: dayField });
