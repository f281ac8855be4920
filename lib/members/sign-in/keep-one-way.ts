import { endSessions } from '@/lib/auth/session';
import { type Db, getDb } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { keepEntrance, lockRosters } from '../keep-entrance';
import { claimWays, type OwnSession } from './claim-ways';
import { countWays, removePassword } from './mutations';
import { dropTickets } from './sign-in-ticket';

/**
 * After a recovery link it is not known which ways are the member's own: its maker may have used it, or may have accepted
 * the invitation before. So only the way that was just shown stays, and this session. `passkey`: its id; null: the password.
 */
export async function keepOneWay({
  passkey,
  ...own
}: OwnSession & { passkey: string | null }): Promise<{ ended: number }> {
  const { memberId, sessionId } = own;
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const workspaces = await lockRosters(trx, memberId);
      await claimWays(trx, own);
      await keepEntrance(trx, workspaces, () => removeOthers(trx, { memberId, passkey }));
      // Two tabs kept different ways at once.
      if ((await countWays(trx, memberId)).others === 0) throw new DeskError('last-way');
      await dropTickets(trx, memberId);
      const others = await trx
        .selectFrom('session')
        .select('id')
        .where('member_id', '=', memberId)
        .where('id', '<>', sessionId)
        .execute();
      const ended = await endSessions(trx, { ids: others.map(({ id }) => id), reason: 'ended-elsewhere' });
      await trx.updateTable('member').set({ recovered_at: null }).where('id', '=', memberId).execute();
      return { ended };
    });
}

async function removeOthers(
  trx: Db,
  { memberId, passkey }: { memberId: string; passkey: string | null },
): Promise<void> {
  await trx
    .deleteFrom('member_passkey')
    .where('member_id', '=', memberId)
    .$if(passkey !== null, (others) => others.where('id', '<>', passkey ?? ''))
    .execute();
  await trx.deleteFrom('member_identity').where('member_id', '=', memberId).execute();
  if (passkey !== null) await removePassword(trx, memberId);
}
