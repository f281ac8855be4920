import { createHash, randomInt } from 'node:crypto';
import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';

const count = 10;

/** Without letters and digits that look alike. 24 of them are 118 bits: so many need no slow hash (NIST SP 800-63B-4, 3.1.2). */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const length = 24;

function hashOf(memberId: string, code: string): Buffer {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHash('sha256').update(`${memberId} ${plain}`).digest();
}

function newCode(): string {
  const text = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  return (text.match(/.{6}/g) ?? []).join('-');
}

/** Replaces the codes that the member had. They are shown once: only hashes are stored. */
export async function replaceRecoveryCodes(db: Db, memberId: string): Promise<string[]> {
  const codes = Array.from({ length: count }, newCode);
  await db.deleteFrom('member_recovery_code').where('member_id', '=', memberId).execute();
  await db
    .insertInto('member_recovery_code')
    .values(codes.map((code) => ({ member_id: memberId, hash: hashOf(memberId, code), used_at: null })))
    .execute();
  return codes;
}

/** Each works once. */
export async function spendRecoveryCode(
  db: Db,
  { memberId, code }: { memberId: string; code: string },
): Promise<boolean> {
  const used = await db
    .updateTable('member_recovery_code')
    .set({ used_at: databaseDate() })
    .where('member_id', '=', memberId)
    .where('hash', '=', hashOf(memberId, code))
    .where('used_at', 'is', null)
    .returning('hash')
    .executeTakeFirst();
  return used !== undefined;
}

export async function countRecoveryCodes(db: Db, memberId: string): Promise<number> {
  const { left } = await db
    .selectFrom('member_recovery_code')
    .select(({ fn }) => fn.countAll<string>().as('left'))
    .where('member_id', '=', memberId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(left);
}
