import type { Db } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';

export type OwnSession = { memberId: string; sessionId: string };

/**
 * Until the end of the transaction no other session changes how the member signs in. A session that was ended meanwhile
 * changes nothing.
 */
export async function claimWays(trx: Db, { memberId, sessionId }: OwnSession): Promise<void> {
  await trx.selectFrom('member').select('id').where('id', '=', memberId).forUpdate().execute();
  const session = await trx
    .selectFrom('session')
    .select('id')
    .where('id', '=', sessionId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  if (!session) throw new DeskError('signed-out');
}
