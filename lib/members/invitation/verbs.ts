import { z } from 'zod';
import { definePublicVerb, defineVerb } from '@/lib/abilities/verb';
import { networkRules, type ThrottleRule } from '@/lib/auth/throttle';
import { getDb } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { refuseNamesake } from '../find-namesake';
import { findLink, type OneTimeLink } from '../one-time-link';
import { ownName } from '../own-name';
import {
  acceptWithPasskey as admitWithPasskey,
  acceptWithPassword as admitWithPassword,
  joinAsMember,
  type Refused,
  refuseLink,
} from '../sign-in/accept-invitation';
import { claimWays } from '../sign-in/claim-ways';
import { newWebauthnId, preparePassword } from '../sign-in/mutations';
import { storeIntent } from '../sign-in/oidc-intent';
import { beginRegistration, passkeySite, verifyRegistration } from '../sign-in/passkey-server';
import { nameSchema, newPasskeySchema, newPasswordSchema } from '../sign-in/schema';
import { issueTicket } from '../sign-in/sign-in-ticket';
import { offerTotp } from '../sign-in/totp-code';

const hour = 60 * 60_000;
const tokenSchema = z.string().min(1).max(200);
const who = z.object({ token: tokenSchema, name: nameSchema });

/** Tokens cannot be guessed. The limit only keeps one network from filling the table of challenges. */
function limits(_input: unknown, network: string): ThrottleRule[] {
  return networkRules({ purpose: 'invitation', network, limit: 200, windowMs: hour });
}

/** What the person did is in the workspace's log, from the transaction that did it. */
const noAccount = () => '';

async function openLink(token: string, way: 'passkey' | 'password' | 'oidc'): Promise<OneTimeLink> {
  const link = await findLink(token);
  const refusal = await refuseLink(link, way);
  if (!link || refusal) throw new DeskError(refusal ?? 'link-ended');
  return link;
}

/** A recovery is for a member who has a name and a user handle, so that their authenticator replaces its own entry. */
async function personOf(link: OneTimeLink, name: string) {
  const member = link.memberId
    ? await getDb()
        .selectFrom('member')
        .select(['name', 'sign_in_name as signInName', 'webauthn_id as webauthnId'])
        .where('id', '=', link.memberId)
        .executeTakeFirst()
    : undefined;
  return member ?? { name, signInName: link.email ?? name, webauthnId: newWebauthnId() };
}

/** Before the person makes a passkey or a password. It is looked at again when they join. */
async function refuseNameOf({ memberId, workspaceId }: OneTimeLink, name: string): Promise<void> {
  if (!memberId) await refuseNamesake(getDb(), { workspaceId, name });
}

export const beginInvitedPasskey = definePublicVerb({
  name: 'invitations.begin-passkey',
  input: who,
  account: noAccount,
  throttle: limits,
  run: async ({ input }) => {
    const link = await openLink(input.token, 'passkey');
    if (!passkeySite()) throw new DeskError('not-allowed');
    await refuseNameOf(link, input.name);
    const person = await personOf(link, input.name);
    return beginRegistration(getDb(), {
      purpose: 'invitation-passkey',
      subject: link.id,
      webauthnId: person.webauthnId,
      userName: person.signInName,
      displayName: person.name,
      known: [],
    });
  },
});

export const acceptWithPasskey = definePublicVerb({
  name: 'invitations.accept-with-passkey',
  input: newPasskeySchema.extend(who.shape),
  account: noAccount,
  throttle: limits,
  run: async ({ input }) => {
    const link = await openLink(input.token, 'passkey');
    const made = await verifyRegistration(input, { purpose: 'invitation-passkey', subject: link.id });
    if (!made.ok) throw new DeskError(made.code);
    const { name } = await personOf(link, input.name);
    const admitted = admittedOr(await admitWithPasskey(link, { ...input, ...made, name }));
    return { ticket: admitted.ticket };
  },
});

export const beginInvitedTotp = definePublicVerb({
  name: 'invitations.begin-totp',
  input: who,
  account: noAccount,
  throttle: limits,
  run: async ({ input }) => {
    const link = await openLink(input.token, 'password');
    await refuseNameOf(link, input.name);
    const { signInName } = await personOf(link, input.name);
    return offerTotp(getDb(), { purpose: 'invitation-totp', subject: link.id, label: signInName });
  },
});

export const acceptWithPassword = definePublicVerb({
  name: 'invitations.accept-with-password',
  input: newPasswordSchema.safeExtend(who.shape),
  account: noAccount,
  throttle: limits,
  run: async ({ input }) => {
    const link = await openLink(input.token, 'password');
    const { name } = await personOf(link, input.name);
    const prepared = await preparePassword(input, {
      purpose: 'invitation-totp',
      subject: link.id,
      memberId: link.memberId,
      own: [name, ...(link.email ? [link.email] : [])],
    });
    const admitted = admittedOr(await admitWithPassword(link, { name, ...prepared }));
    return { ticket: admitted.ticket, codes: admitted.recoveryCodes };
  },
});

export const beginInvitedOidc = definePublicVerb({
  name: 'invitations.begin-oidc',
  input: who,
  account: noAccount,
  throttle: limits,
  run: async ({ input }) => {
    const link = await openLink(input.token, 'oidc');
    await refuseNameOf(link, input.name);
    return {
      intent: await storeIntent(getDb(), {
        intent: 'invite',
        subject: link.id,
        name: input.name,
        back: '/',
      }),
    };
  },
});

/** A member who is signed in goes to one more workspace, with the sign-in that they have. */
export const join = defineVerb({
  name: 'invitations.join',
  input: z.object({ token: tokenSchema }),
  ability: ({ member }) => (member ? null : 'not-allowed'),
  whileInDoubt: true,
  // Not the other workspace: the owners of this one need not know of it.
  subject: ownName,
  run: async ({ scope, input }) => {
    const link = await findLink(input.token);
    if (!link || !scope.member) throw new DeskError('link-ended');
    const { sessionId, member } = scope;
    const refusal = await joinAsMember(link, member.id);
    if (refusal) throw new DeskError(refusal);
    const ticket = await getDb()
      .transaction()
      .execute(async (trx) => {
        // A session that was ended meanwhile opens no new one.
        await claimWays(trx, { memberId: member.id, sessionId });
        return issueTicket(trx, { memberId: member.id, workspaceId: link.workspaceId });
      });
    return { ticket };
  },
});

function admittedOr<A extends { ok: true }>(answer: A | Refused): A {
  if (!answer.ok) throw new DeskError(answer.code, answer.fields);
  return answer;
}
