import { z } from 'zod';
import type { VerbAudit } from '@/lib/abilities/run-audited';
import { definePublicVerb, defineVerb } from '@/lib/abilities/verb';
import { checkPassword } from '@/lib/auth/check-password';
import { readNetwork } from '@/lib/auth/client-network';
import { confirmIdentity } from '@/lib/auth/confirm-identity';
import { dismissNotices, tryToLeaveNotice } from '@/lib/auth/leave-notice';
import { readRequest } from '@/lib/auth/request';
import { confirmPasswordSchema, forgotPasswordSchema, registerSchema } from '@/lib/auth/schema';
import * as sessions from '@/lib/auth/session-list';
import { bucketOf, networkRules, type ThrottleRule } from '@/lib/auth/throttle';
import { getDb } from '@/lib/db/client';
import { Secret } from '@/lib/doordeer/secret';
import { getEnv } from '@/lib/env';
import { DeskError, errorCodeOf } from '@/lib/errors';
import { registerAccount, resetPassword } from './create-account';
import { isGuessedSoon } from './rate-guesses';

const allowed = () => null;
const hour = 60 * 60_000;

/** The way to confirm the identity that every vendor account has. Members have their own: `sign-in/verbs.ts`. */
export const confirmPassword = defineVerb({
  name: 'sessions.confirm-password',
  input: confirmPasswordSchema,
  ability: ({ member }) => (member ? 'not-allowed' : null),
  whileInDoubt: true,
  run: async ({ scope, input }) => {
    const password = new Secret(input.password);
    const answer = await confirmIdentity(scope, (who, now) => checkPassword(who, password, now));
    if (!answer.ok) throw new DeskError(answer.code);
  },
});

export const endSession = defineVerb({
  name: 'sessions.end',
  input: z.object({ id: z.uuid('invalid') }),
  ability: async (scope, { id }) => ((await sessions.ownsSession(scope, id)) ? null : 'not-found'),
  whileInDoubt: true,
  needsIdentity: ({ id }, scope) => id !== scope.sessionId,
  subject: sessions.sessionSubject,
  run: ({ scope, input }) => sessions.endOwnSession(scope, input.id),
});

export const endOtherSessions = defineVerb({
  name: 'sessions.end-others',
  input: z.object({}),
  ability: allowed,
  whileInDoubt: true,
  needsIdentity: () => true,
  run: async ({ scope, audit }) => {
    const ended = await sessions.endOtherSessions(scope);
    audit.note({ ended });
    return { ended };
  },
});

export const dismissAccountNotices = defineVerb({
  name: 'sessions.dismiss-notices',
  input: z.object({ ids: z.array(z.uuid('invalid')).min(1).max(10), seenAt: z.iso.datetime() }),
  ability: allowed,
  whileInDoubt: true,
  run: ({ scope, input }) =>
    dismissNotices(getDb(), scope, { ids: input.ids, seenAt: new Date(input.seenAt) }),
});

/**
 * These calls need no password, and each one sends a message to a person. The limit for all together is so high that
 * it takes many networks to switch the function off for others.
 */
function strangerLimits(purpose: string, account: string, network: string): ThrottleRule[] {
  return [
    ...networkRules({ purpose: `${purpose}-network`, network, limit: 30, windowMs: hour }),
    { bucket: bucketOf(purpose, account), limit: 5, windowMs: hour },
    { bucket: `${purpose}:everybody`, limit: 5_000, windowMs: hour },
  ];
}

const registration = registerSchema.refine(({ role }) => getEnv().DOORDESK_REGISTER_ROLES.includes(role), {
  path: ['role'],
  message: 'badChoice',
});

/** The same answer whether the account exists or not. Only the audit log says what the cloud answered. */
export const register = definePublicVerb({
  name: 'accounts.register',
  input: registration,
  account: ({ email }) => email,
  // Rating a password takes up to 20 ms. A person may need a few to find one.
  check: {
    throttle: (network) => [
      ...networkRules({ purpose: 'rate-password-network', network, limit: 60, windowMs: hour }),
      { bucket: 'rate-password:everybody', limit: 10_000, windowMs: hour },
    ],
    run: async ({ password, email, phone = '' }) =>
      (await isGuessedSoon(password, [email, phone])) ? { password: 'passwordGuessed' } : null,
  },
  throttle: ({ email }, network) => strangerLimits('register', email, network),
  run: async ({ input, audit }) => {
    audit.note({ role: input.role });
    const answer = await hideExistence(audit, () => registerAccount(input));
    if (answer) audit.note({ state: answer.state });
    return {};
  },
});

/** As for `register`. */
export const forgotPassword = definePublicVerb({
  name: 'accounts.forgot-password',
  input: forgotPasswordSchema,
  account: ({ account }) => account,
  throttle: ({ account }, network) => strangerLimits('forgot-password', account, network),
  run: async ({ input, audit }) => {
    audit.note({ by: input.by });
    await hideExistence(audit, () => resetPassword(input));
    const { headers } = await readRequest();
    const [network, userAgent] = [await readNetwork(), headers.get('user-agent') ?? ''];
    await tryToLeaveNotice({ account: input.account, kind: 'reset', network, userAgent, device: null });
    return { by: input.by };
  },
});

/** Undefined for a refusal that may depend on whether the account exists. */
async function hideExistence<T>(audit: VerbAudit, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    const code = errorCodeOf(error);
    if (code !== 'refused-failure' && code !== 'refused-no-such-account') throw error;
    audit.outcome('refused');
    audit.note({ code });
    return undefined;
  }
}
