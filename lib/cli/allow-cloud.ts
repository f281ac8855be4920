import { flushAnchor } from '../audit/anchor-file';
import { recordAudit } from '../audit/record';
import { closeDb, connect } from '../db/client';
import { databaseDate } from '../db/clock';

/**
 * A restored database does not let Doordesk talk to the cloud. `allow`: it may from now on, which the audit log records.
 * Returns a sentence for the operator, or null for a database that was never restored.
 */
export async function settleRestoredCopy(databaseUrl: string, allow: boolean): Promise<string | null> {
  const { db } = connect(databaseUrl, 1, { name: 'doordesk-start' });
  try {
    const copy = await db
      .selectFrom('restored_copy')
      .select('made_at')
      .where('allowed_at', 'is', null)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    if (!copy) return null;
    const made = copy.made_at.toISOString();
    if (!allow)
      return `This database was restored from a backup of ${made}. Doordesk shows it, but does not talk to the cloud. When the original does not run any more, start once with: npm start -- --allow-cloud`;
    await db.transaction().execute(async (trx) => {
      await trx
        .updateTable('restored_copy')
        .set({ allowed_at: databaseDate() })
        .where('allowed_at', 'is', null)
        .execute();
      await recordAudit(trx, {
        workspaceId: null,
        actor: 'npm start -- --allow-cloud',
        account: '',
        role: null,
        action: 'backup.allow-cloud',
        subject: made,
        outcome: 'done',
      });
    });
    await flushAnchor();
    return `This database was restored from a backup of ${made}. From now on Doordesk talks to the cloud.`;
  } finally {
    await closeDb();
    await db.destroy();
  }
}
