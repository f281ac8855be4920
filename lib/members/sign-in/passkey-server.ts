import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { isOwnOrigin } from '@/lib/auth/request';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { isLoopbackHost } from '@/lib/db/database-address';
import { getEnv } from '@/lib/env';
import type { ErrorCode } from '@/lib/errors';
import { log } from '@/lib/log';
import { storeChallenge, takeChallenge } from './sign-in-challenge';

const text = z.string().min(1).max(20_000);

/** What browsers answer, as far as it is used. */
export const registrationSchema = z.object({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: text,
    attestationObject: text,
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
  // No extension is asked for.
  clientExtensionResults: z.unknown().transform(() => ({})),
});

export const authenticationSchema = z.object({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: z.string().max(200).nullish(),
  }),
  // No extension is asked for.
  clientExtensionResults: z.unknown().transform(() => ({})),
});

export type PasskeyFailure = Extract<ErrorCode, 'passkey-elsewhere' | 'wrong-passkey'>;

export type NewPasskey = {
  id: string;
  public_key: Buffer;
  counter: number;
  transports: string[];
  backed_up: boolean;
};

/**
 * The address that passkeys belong to: always the configured one, never the one of the request. Null if browsers allow no
 * passkeys there: at a number, or over plain http except on this machine.
 */
export function passkeySite(): { id: string; origin: string } | null {
  const { NEXTAUTH_URL: address } = getEnv();
  if (!address) return null;
  const { hostname, protocol, origin } = new URL(address);
  const isNumber = isIP(hostname) !== 0 || hostname.startsWith('[');
  if (isNumber || (protocol !== 'https:' && !isLoopbackHost(hostname))) return null;
  return { id: hostname, origin };
}

function requireSite(): { id: string; origin: string } {
  const site = passkeySite();
  if (!site) throw new Error('passkeys do not work at this NEXTAUTH_URL');
  return site;
}

export type Registrant = {
  purpose: string;
  subject: string;
  webauthnId: Buffer;
  /** What the authenticator lists it under. */
  userName: string;
  displayName: string;
  /** The person's own, so that one authenticator makes one only. */
  known: readonly string[];
  /** Kept with the challenge until the browser answers. */
  note?: string;
};

const handleBytes = 32;
const challengeBytes = 32;
const noteAt = handleBytes + challengeBytes;

/** What the browser needs to make a passkey that needs no name at sign-in. */
export async function beginRegistration(db: Db, who: Registrant) {
  const { id: rpID } = requireSite();
  const options = await generateRegistrationOptions({
    rpName: 'Doordesk',
    rpID,
    userID: new Uint8Array(who.webauthnId),
    userName: who.userName,
    userDisplayName: who.displayName,
    challenge: new Uint8Array(randomBytes(challengeBytes)),
    attestationType: 'none',
    excludeCredentials: who.known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const challengeId = await storeChallenge(db, {
    purpose: who.purpose,
    subject: who.subject,
    value: Buffer.concat([
      who.webauthnId,
      Buffer.from(options.challenge, 'base64url'),
      Buffer.from(who.note ?? ''),
    ]),
  });
  return { challengeId, options };
}

export type Registered =
  | { ok: true; passkey: NewPasskey; webauthnId: Buffer; note: string }
  | { ok: false; code: PasskeyFailure };

export async function verifyRegistration(
  given: { challengeId: string; response: z.output<typeof registrationSchema> },
  expected: { purpose: string; subject: string },
): Promise<Registered> {
  const { purpose, subject } = expected;
  const challenge = await takeChallenge(getDb(), { id: given.challengeId, purpose });
  const failure = failureOf(given.response.response.clientDataJSON);
  if (failure) return failure;
  if (challenge?.subject !== subject) return wrong;
  const site = requireSite();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...given.response, response: withoutUndefined(given.response.response) },
      expectedChallenge: challenge.value.subarray(handleBytes, noteAt).toString('base64url'),
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: true,
    });
    if (!registrationInfo) return wrong;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      ok: true,
      webauthnId: challenge.value.subarray(0, handleBytes),
      note: challenge.value.subarray(noteAt).toString(),
      passkey: {
        id: credential.id,
        public_key: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: given.response.response.transports ?? [],
        backed_up: credentialBackedUp,
      },
    };
  } catch (error) {
    return refused(error);
  }
}

/** `memberId`: for a person who is signed in and shows that it is still them. */
export async function beginAuthentication(db: Db, { memberId }: { memberId: string | null }) {
  const known = memberId
    ? await db.selectFrom('member_passkey').select('id').where('member_id', '=', memberId).execute()
    : [];
  const options = await generateAuthenticationOptions({
    rpID: requireSite().id,
    userVerification: 'required',
    allowCredentials: known,
  });
  const challengeId = await storeChallenge(db, {
    purpose: memberId ? 'confirm' : 'sign-in',
    subject: memberId,
    value: Buffer.from(options.challenge, 'base64url'),
  });
  return { challengeId, options };
}

export type Authenticated =
  | { ok: true; memberId: string }
  | { ok: false; code: PasskeyFailure; memberId?: string };

/** Whose passkey answered the challenge. `memberId`: whose it must be. */
export async function verifyAuthentication(
  given: { challengeId: string; response: z.output<typeof authenticationSchema> },
  { memberId = null, now = databaseDate() }: { memberId?: string | null; now?: Date } = {},
): Promise<Authenticated> {
  const db = getDb();
  const purpose = memberId ? 'confirm' : 'sign-in';
  const challenge = await takeChallenge(db, { id: given.challengeId, purpose }, now);
  const failure = failureOf(given.response.response.clientDataJSON);
  if (failure) return failure;
  const passkey = await db
    .selectFrom('member_passkey')
    .innerJoin('member', 'member.id', 'member_passkey.member_id')
    .select(['member_passkey.id', 'member_id', 'public_key', 'counter', 'transports', 'webauthn_id'])
    .where('member_passkey.id', '=', given.response.id)
    .executeTakeFirst();
  if (!passkey || !challenge || challenge.subject !== memberId) return wrong;
  if (memberId && passkey.member_id !== memberId) return wrong;
  const { userHandle } = given.response.response;
  if (userHandle && userHandle !== passkey.webauthn_id.toString('base64url')) return wrong;
  const ofMember = { memberId: passkey.member_id };
  const site = requireSite();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...given.response,
        response: withoutUndefined({ ...given.response.response, userHandle: userHandle ?? undefined }),
      },
      expectedChallenge: challenge.value.toString('base64url'),
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: passkey.counter,
        transports: passkey.transports,
      },
    });
    if (!verified) return { ...wrong, ...ofMember };
    const { newCounter, credentialBackedUp } = authenticationInfo;
    // The counter is checked again, because two answers may have come at once. Passkeys that are synced keep it at 0.
    const used = await db
      .updateTable('member_passkey')
      .set({ counter: newCounter, backed_up: credentialBackedUp, last_used_at: now })
      .where('id', '=', passkey.id)
      .where((where) => where.or([where('counter', '<', newCounter), where('counter', '=', 0)]))
      .returning('id')
      .executeTakeFirst();
    return used ? { ok: true, ...ofMember } : { ...wrong, ...ofMember };
  } catch (error) {
    return { ...refused(error), ...ofMember };
  }
}

const wrong = { ok: false, code: 'wrong-passkey' } as const;

/** Browsers write the address at which the person used the passkey. Another one is refused in words of its own. */
function failureOf(clientData: string): { ok: false; code: PasskeyFailure } | null {
  try {
    const said: unknown = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8'));
    const origin = typeof said === 'object' && said !== null && 'origin' in said ? String(said.origin) : '';
    return isOwnOrigin(origin) ? null : { ok: false, code: 'passkey-elsewhere' };
  } catch {
    return wrong;
  }
}

function refused(error: unknown): { ok: false; code: PasskeyFailure } {
  // The library says what did not fit, and names no secret.
  log.info({ err: error }, 'a passkey was refused');
  return wrong;
}

type Defined<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

function withoutUndefined<T extends object>(fields: T): Defined<T> {
  // What is left has no undefined values.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
