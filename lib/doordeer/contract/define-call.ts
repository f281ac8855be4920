import { z } from 'zod';
import type { RefusalReason } from '../errors';
import type { Fields } from '../normalise-fields';
import type { Secret } from '../secret';
import type { Role, WallTime } from '../words';

/** One call of the vendor's document. The sixteen of them are the table in `../contract.ts`. */
export type CallDefinition = {
  /** The call's number in the vendor's document. */
  number: number;
  /** Below the base address. */
  path: string;
  /**
   * Nothing in the world changes, so the client may ask again by itself. False wherever a second copy could do harm;
   * such a call is never repeated here, not even after a refusal: whoever asked decides, after reading back.
   */
  safe: boolean;
  /** Our words in, the vendor's fields out. The client adds `comid`. */
  request: z.ZodType<Fields>;
  /** Result codes that are answers; the rest are refusals. */
  accepts: readonly number[];
  refusals: Readonly<Record<number, RefusalReason>>;
  /** The answer with clean keys and a whole-number `re` in, our words out. */
  answer: z.ZodType;
};

/** Refusals that every call shares, and 4 where it means what it means in most. */
export const FAILED = { 2: 'failure', 3: 'missing-parameter' } as const;
export const FAILED_OR_LOGIN = { ...FAILED, 4: 'wrong-credentials' } as const;

// By shape, not instanceof: a bundle may hold a second copy of the class.
const secret = z.custom<Secret>(
  (value) =>
    typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function',
  'expected a Secret',
);

const text = z.string().min(1);

/** What nearly every request carries: who asks. */
export const accountShape = { account: text, password: secret };
export const roomShape = { gid: text, channel: z.int().nonnegative() };
export const roleSchema = z.enum(['manager', 'landlord', 'tenant']);

export const ROLE_CODES: Record<Role, number> = { manager: 1, landlord: 2, tenant: 3 };

export const wallTimeSchema: z.ZodType<WallTime> = z.object({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  time: z.string().regex(/^\d{2}:\d{2}:\d{2}$/),
});

/** The vendor's spelling of who asks. The password is revealed here, on its way into the encryption, and nowhere else. */
export function signed(input: { account: string; password: Secret }): Fields {
  return { account: input.account, passwd: input.password.reveal() };
}

/** The vendor's spelling of one room at one door. */
export function atRoom(input: { gid: string; channel: number }): Fields {
  return { gid: input.gid, vir_channel_no: input.channel };
}

/** For calls that answer with `re` alone. */
export const nothing = z.looseObject({}).transform(() => ({}));
