import type { z } from 'zod';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { maxCooldownMs } from '@/lib/auth/prove-password';
import type { forgotPasswordSchema, registerSchema } from '@/lib/auth/schema';
import { isVendorError } from '@/lib/doordeer/errors';
import { Secret } from '@/lib/doordeer/secret';
import { DeskError } from '@/lib/errors';

export async function registerAccount(input: z.output<typeof registerSchema>) {
  try {
    return await getDoordeer().call(
      'register',
      {
        account: input.email,
        email: input.email,
        password: new Secret(input.password),
        role: input.role,
        language: input.language,
        ...(input.phone ? { phone: input.phone } : {}),
      },
      // No one has proven to own this account, so requests of strangers must not pause its calls.
      { stranger: true, maxCooldownMs },
    );
  } catch (error) {
    throw unknownOr(error);
  }
}

export async function resetPassword(input: z.output<typeof forgotPasswordSchema>): Promise<void> {
  try {
    await getDoordeer().call(
      'resetPassword',
      { account: input.account, by: input.by },
      { stranger: true, maxCooldownMs },
    );
  } catch (error) {
    throw unknownOr(error);
  }
}

/** No call tells whether a sign-up or a message was made, so a lost answer stays unknown. */
function unknownOr(error: unknown): unknown {
  return isVendorError(error) && error.outcome === 'unknown' ? new DeskError('outcome-unknown') : error;
}
