import { z } from 'zod';
import type { RefusalReason } from '../errors';
import type { Fields } from '../normalise-fields';
import type { Secret } from '../secret';
import type { Role, WallTime } from '../words';

export type CallDefinition = {
  number: number;
  path: string;
  /** The client repeats only a call that changes nothing. For other calls, the caller first reads back. */
  safe: boolean;
  /** Our words in, the vendor's fields out. The client adds `comid`. */
  request: z.ZodType<Fields>;
  accepts: readonly number[];
  refusals: Readonly<Record<number, RefusalReason>>;
  /** Clean keys and a whole-number `re` in, our words out. */
  answer: z.ZodType;
};

export const FAILED = { 2: 'failure', 3: 'missing-parameter' } as const;
export const FAILED_OR_LOGIN = { ...FAILED, 4: 'wrong-credentials' } as const;

// By shape, not `instanceof`: a bundle may hold a second copy of the class.
const secret = z.custom<Secret>(
  (value) =>
    typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function',
  'expected a Secret',
);

const text = z.string().min(1);

export const accountShape = { account: text, password: secret };
export const roomShape = { gid: text, channel: z.int().nonnegative() };
export const roleSchema = z.enum(['manager', 'landlord', 'tenant']);

export const ROLE_CODES: Record<Role, number> = { manager: 1, landlord: 2, tenant: 3 };

export const wallTimeSchema: z.ZodType<WallTime> = z.object({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  time: z.string().regex(/^\d{2}:\d{2}:\d{2}$/),
});

/** The only place that reveals the password, right before encryption. */
export function signed(input: { account: string; password: Secret }): Fields {
  return { account: input.account, passwd: input.password.reveal() };
}

export function atRoom(input: { gid: string; channel: number }): Fields {
  return { gid: input.gid, vir_channel_no: input.channel };
}

export const nothing = z.looseObject({}).transform(() => ({}));
