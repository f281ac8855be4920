import { Secret as Key, TOTP } from 'otpauth';
import QRCode from 'qrcode';
import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { Secret } from '@/lib/doordeer/secret';
import { type SealedFor, seal, tryOpen } from '@/lib/vault';
import { storeChallenge, takeChallenge } from './sign-in-challenge';

const periodSeconds = 30;

/** A clock that is a minute off still gives a code that works. */
const stepsOff = 2;

/** `row`: the member's id, or that of the challenge while it is not confirmed. */
export function totpSeal(row: string): SealedFor {
  return { purpose: 'totp', row };
}

function generatorOf(key: Secret, label: string): TOTP {
  return new TOTP({
    issuer: 'Doordesk',
    label,
    secret: Key.fromBase32(key.reveal()),
    digits: 6,
    period: periodSeconds,
  });
}

/** The number of the 30 seconds that the code belongs to, or null. */
function stepOf(key: Secret, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = generatorOf(key, '').validate({ token, window: stepsOff, timestamp });
  return delta === null ? null : Math.floor(timestamp / 1_000 / periodSeconds) + delta;
}

export type TotpOffer = { challengeId: string; key: string; picture: string };

/** A new key for an app, as text and as QR picture. It counts only when a code of it was typed. */
export async function offerTotp(
  db: Db,
  { purpose, subject, label }: { purpose: string; subject: string; label: string },
): Promise<TotpOffer> {
  const id = crypto.randomUUID();
  const key = new Secret(new Key({ size: 20 }).base32);
  const challengeId = await storeChallenge(db, { id, purpose, subject, value: seal(totpSeal(id), key) });
  const picture = await QRCode.toDataURL(generatorOf(key, label).toString(), { margin: 1, width: 200 });
  return { challengeId, key: key.reveal(), picture };
}

/** Null: the code is wrong or the offer is gone. A wrong code keeps the offer, because people mistype. */
export async function confirmTotp(
  db: Db,
  given: { challengeId: string; code: string },
  { purpose, subject }: { purpose: string; subject: string },
  now = databaseDate(),
): Promise<{ key: Secret; step: number } | null> {
  const { challengeId: id, code } = given;
  const offered = await db
    .selectFrom('sign_in_challenge')
    .select('value')
    .where('id', '=', id)
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  const key = offered && tryOpen(totpSeal(id), offered.value);
  const step = key ? stepOf(key, code, now) : null;
  if (!key || step === null) return null;
  return (await takeChallenge(db, { id, purpose }, now)) ? { key, step } : null;
}

/** Each code works once: its step and all before it are used up. */
export async function spendTotp(
  db: Db,
  { memberId, code }: { memberId: string; code: string },
  now = databaseDate(),
): Promise<boolean> {
  const member = await db
    .selectFrom('member')
    .select('sealed_totp')
    .where('id', '=', memberId)
    .executeTakeFirst();
  if (!member?.sealed_totp) return false;
  // A key that cannot be opened any more must not keep recovery codes from working.
  const key = tryOpen(totpSeal(memberId), member.sealed_totp);
  const step = key && stepOf(key, code, now);
  if (step === null) return false;
  const used = await db
    .updateTable('member')
    .set({ totp_step: step })
    .where('id', '=', memberId)
    .where((where) => where.or([where('totp_step', 'is', null), where('totp_step', '<', step)]))
    .returning('id')
    .executeTakeFirst();
  return used !== undefined;
}
