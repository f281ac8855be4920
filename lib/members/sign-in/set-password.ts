import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Secret } from '@/lib/doordeer/secret';
import { foldAccount } from '@/lib/text/fold-account';
import { seal } from '@/lib/vault';
import { replaceRecoveryCodes } from './recovery-code';
import { totpSeal } from './totp-code';

/** Password and second factor come together, and new recovery codes with them: one of them opens nothing by itself. */
export async function setPassword(
  trx: Db,
  given: { memberId: string; signInName: string; hash: string; totp: { key: Secret; step: number } },
): Promise<string[]> {
  const { memberId, signInName, hash, totp } = given;
  await trx
    .updateTable('member')
    .set({
      sign_in_name: signInName,
      folded_sign_in_name: foldAccount(signInName),
      password_hash: hash,
      password_set_at: databaseDate(),
      sealed_totp: seal(totpSeal(memberId), totp.key),
      totp_step: totp.step,
    })
    .where('id', '=', memberId)
    .execute();
  return replaceRecoveryCodes(trx, memberId);
}
