import { z } from 'zod';
import { mayMembers } from '@/lib/abilities/members';
import { defineVerb } from '@/lib/abilities/verb';
import { confirmIdentity } from '@/lib/auth/confirm-identity';
import type { Member } from '@/lib/auth/read-person';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { DeskError, type ErrorCode } from '@/lib/errors';
import { hasNamesake } from '../find-namesake';
import { ownName } from '../own-name';
import { needToBecomeOwner } from '../roster/describe-need';
import { addPasskey as storePasskey } from './accept-invitation';
import { claimWays } from './claim-ways';
import { loadOwnWays } from './data';
import { keepOneWay as keepOnly } from './keep-one-way';
import {
  removePassword as dropPassword,
  becomeOwner as makeOwner,
  newWebauthnId,
  removeWay,
  setOwnPassword,
} from './mutations';
import { storeIntent } from './oidc-intent';
import { beginRegistration, passkeySite, verifyRegistration } from './passkey-server';
import { proofSchema, proveMember } from './prove-member';
import { replaceRecoveryCodes as newRecoveryCodes } from './recovery-code';
import { nameSchema, newPasskeySchema, newPasswordSchema, passkeyNameSchema } from './schema';
import { offerTotp } from './totp-code';

const ofMembers = ({ member }: Scope): ErrorCode | null => (member ? null : 'not-allowed');
const always = () => true;

function memberOf({ member }: Scope): Member {
  if (!member) throw new DeskError('not-allowed');
  return member;
}

/** A member's ways to show again who they are. The holder of the vendor's account types its password. */
export const confirmMember = defineVerb({
  name: 'sessions.confirm-identity',
  input: proofSchema,
  ability: ofMembers,
  whileInDoubt: true,
  subject: ownName,
  run: async ({ scope, input, audit }) => {
    audit.note({ way: input.way });
    const answer = await confirmIdentity(scope, (who, now) => proveMember(who, input, now));
    if (!answer.ok) throw new DeskError(answer.code);
  },
});

const ownPurpose = 'own-passkey';

export const beginPasskey = defineVerb({
  name: 'sign-in.begin-passkey',
  input: z.object({}),
  ability: ofMembers,
  whileInDoubt: true,
  needsIdentity: always,
  subject: ownName,
  run: async ({ scope }) => {
    const { id, name } = memberOf(scope);
    const [{ webauthn_id, sign_in_name }, ways] = await Promise.all([
      getDb()
        .selectFrom('member')
        .select(['webauthn_id', 'sign_in_name'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
      loadOwnWays(id),
    ]);
    return beginRegistration(getDb(), {
      purpose: ownPurpose,
      subject: id,
      webauthnId: webauthn_id,
      userName: sign_in_name,
      displayName: name,
      known: ways.passkeys.map((passkey) => passkey.id),
    });
  },
});

export const addPasskey = defineVerb({
  name: 'sign-in.add-passkey',
  input: newPasskeySchema,
  ability: ofMembers,
  whileInDoubt: true,
  needsIdentity: always,
  subject: ({ passkeyName }) => passkeyName,
  run: async ({ scope, input }) => {
    const { id } = memberOf(scope);
    const made = await verifyRegistration(input, { purpose: ownPurpose, subject: id });
    if (!made.ok) throw new DeskError(made.code);
    const passkey = { memberId: id, name: input.passkeyName, passkey: made.passkey };
    const added = await getDb()
      .transaction()
      .execute(async (trx) => {
        await claimWays(trx, { memberId: id, sessionId: scope.sessionId });
        return storePasskey(trx, passkey);
      });
    if (!added) throw new DeskError('wrong-passkey');
  },
});

const passkeyId = z.string().min(1).max(2_000);

async function nameOfPasskey({ id }: { id: string }, scope: Scope): Promise<string> {
  const passkeys = scope.member ? (await loadOwnWays(scope.member.id)).passkeys : [];
  return passkeys.find((passkey) => passkey.id === id)?.name ?? '';
}

export const renamePasskey = defineVerb({
  name: 'sign-in.rename-passkey',
  input: z.object({ id: passkeyId, name: passkeyNameSchema }),
  ability: ofMembers,
  whileInDoubt: true,
  subject: ({ name }) => name,
  run: async ({ scope, input }) => {
    const renamed = await getDb()
      .updateTable('member_passkey')
      .set({ name: input.name })
      .where('id', '=', input.id)
      .where('member_id', '=', memberOf(scope).id)
      .returning('id')
      .executeTakeFirst();
    if (!renamed) throw new DeskError('not-found');
  },
});

export const removePasskey = defineVerb({
  name: 'sign-in.remove-passkey',
  input: z.object({ id: passkeyId }),
  ability: ofMembers,
  whileInDoubt: true,
  needsIdentity: always,
  subject: nameOfPasskey,
  run: async ({ scope, input, audit }) => {
    const { id: memberId } = memberOf(scope);
    await removeWay({ memberId, sessionId: scope.sessionId }, async (trx) => {
      const removed = await trx
        .deleteFrom('member_passkey')
        .where('id', '=', input.id)
        .where('member_id', '=', memberId)
        .returning('name')
        .executeTakeFirst();
      if (!removed) throw new DeskError('not-found');
      audit.note({ name: removed.name });
    });
  },
});

export const beginTotp = defineVerb({
  name: 'sign-in.begin-totp',
  input: z.object({}),
  ability: ofMembers,
  whileInDoubt: true,
  needsIdentity: always,
  subject: ownName,
  run: async ({ scope }) => {
    const { id } = memberOf(scope);
    const { signInName } = await loadOwnWays(id);
    return offerTotp(getDb(), { purpose: 'own-totp', subject: id, label: signInName });
  },
});

export const setPassword = defineVerb({
  name: 'sign-in.set-password',
  input: newPasswordSchema,
  ability: ofMembers,
  whileInDoubt: true,
  needsIdentity: always,
  subject: ({ signInName }) => signInName,
  run: async ({ scope, input }) => ({
    codes: await setOwnPassword({ ...memberOf(scope), sessionId: scope.sessionId }, input),
  }),
});

export const removePassword = defineVerb({
  name: 'sign-in.remove-password',
  input: z.object({}),
  ability: ofMembers,
  whileInDoubt: true,
  needsIdentity: always,
  subject: ownName,
  run: async ({ scope }) => {
    const { id } = memberOf(scope);
    await removeWay({ memberId: id, sessionId: scope.sessionId }, (trx) => dropPassword(trx, id));
  },
});

export const replaceRecoveryCodes = defineVerb({
  name: 'sign-in.replace-recovery-codes',
  input: z.object({}),
  ability: async (scope) => {
    if (!scope.member) return 'not-allowed';
    return (await loadOwnWays(scope.member.id)).passwordSetAt ? null : 'not-found';
  },
  whileInDoubt: true,
  needsIdentity: always,
  subject: ownName,
  run: async ({ scope }) => ({
    codes: await getDb()
      .transaction()
      .execute((trx) => newRecoveryCodes(trx, memberOf(scope).id)),
  }),
});

/** The issuer's answer does the rest: see `sign-in-with-oidc.ts`. */
export const beginLink = defineVerb({
  name: 'sign-in.begin-link',
  input: z.object({}),
  ability: ofMembers,
  whileInDoubt: true,
  needsIdentity: always,
  subject: ownName,
  run: async ({ scope }) => ({
    intent: await storeIntent(getDb(), {
      intent: 'link',
      subject: scope.sessionId,
      back: '/settings?linked=1#sign-in',
    }),
  }),
});

export const removeIdentity = defineVerb({
  name: 'sign-in.remove-identity',
  input: z.object({ issuer: z.string().max(500), subject: z.string().max(500) }),
  ability: ofMembers,
  whileInDoubt: true,
  needsIdentity: always,
  subject: ({ issuer }) => issuer,
  run: async ({ scope, input }) => {
    const { id: memberId } = memberOf(scope);
    await removeWay({ memberId, sessionId: scope.sessionId }, async (trx) => {
      const removed = await trx
        .deleteFrom('member_identity')
        .where('issuer', '=', input.issuer)
        .where('subject', '=', input.subject)
        .where('member_id', '=', memberId)
        .returning('issuer')
        .executeTakeFirst();
      if (!removed) throw new DeskError('not-found');
    });
  },
});

/** Only the way that the proof shows stays: see `keep-one-way.ts`. */
export const keepOneWay = defineVerb({
  name: 'sign-in.keep-one-way',
  input: proofSchema,
  ability: async ({ member }) => {
    if (!member) return 'not-allowed';
    return (await loadOwnWays(member.id)).recoveredAt ? null : 'not-found';
  },
  whileInDoubt: true,
  subject: ownName,
  run: async ({ scope, input, audit }) => {
    const { id: memberId } = memberOf(scope);
    audit.note({ way: input.way });
    const answer = await confirmIdentity(scope, (who, now) => proveMember(who, input, now));
    if (!answer.ok) throw new DeskError(answer.code);
    const passkey = input.way === 'passkey' ? input.response.id : null;
    audit.note(await keepOnly({ memberId, sessionId: scope.sessionId, passkey }));
  },
});

/** For the holder of the vendor's account, who owns the workspace. */
const ofHolder = (scope: Scope): ErrorCode | null =>
  scope.member || !mayMembers(scope) || !passkeySite() ? 'not-allowed' : null;
const ownerPurpose = 'owner-passkey';
/** What the first step allowed, kept with its challenge: the second step makes nothing else. */
const ownerNote = z.object({ name: z.string(), approved: z.boolean() });

export const beginOwner = defineVerb({
  name: 'sign-in.begin-owner',
  input: z.object({ name: nameSchema }),
  ability: async (scope, { name }) =>
    ofHolder(scope) ?? ((await hasNamesake(getDb(), { ...scope, name })) ? 'name-taken' : null),
  needsIdentity: always,
  // Asked here, because the browser makes another passkey with each try.
  needsApproval: (input, scope) => needToBecomeOwner(scope, input),
  subject: ({ name }) => name,
  run: ({ scope, input: { name }, approved }) =>
    beginRegistration(getDb(), {
      purpose: ownerPurpose,
      subject: scope.sessionId,
      webauthnId: newWebauthnId(),
      userName: scope.account,
      displayName: name,
      known: [],
      note: JSON.stringify({ name, approved } satisfies z.output<typeof ownerNote>),
    }),
});

export const becomeOwner = defineVerb({
  name: 'sign-in.become-owner',
  input: newPasskeySchema.extend({ name: nameSchema }),
  ability: ofHolder,
  needsIdentity: always,
  subject: ({ name }) => name,
  run: async ({ scope, input }) => {
    const made = await verifyRegistration(input, { purpose: ownerPurpose, subject: scope.sessionId });
    if (!made.ok) throw new DeskError(made.code);
    const begun = ownerNote.safeParse(JSON.parse(made.note || 'null')).data;
    if (begun?.name !== input.name) throw new DeskError('conflict');
    return { ticket: await makeOwner(scope, { ...input, ...made }, begun) };
  },
});
