import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { noticeLifetimeMs } from './leave-notice';
import { endSessions, idleMs, lifetimeMs } from './session';

/** Removes expired sessions: no one returns to them, and their passwords must not stay. */
export async function sweepSessions(now = databaseDate()): Promise<void> {
  const idleSince = new Date(now.getTime() - idleMs);
  const dead = await getDb()
    .selectFrom('session')
    .select('id')
    .where((where) => where.or([where('expires_at', '<=', now), where('last_used_at', '<=', idleSince)]))
    .execute();
  await endSessions(getDb(), { ids: dead.map(({ id }) => id), reason: 'idle', now });
  const dayAgo = new Date(now.getTime() - lifetimeMs);
  await getDb().deleteFrom('ended_session').where('ended_at', '<', dayAgo).execute();
  await getDb().deleteFrom('throttle_try').where('tried_at', '<', dayAgo).execute();
  await getDb().deleteFrom('sign_in_challenge').where('expires_at', '<', now).execute();
  const outlived = new Date(now.getTime() - noticeLifetimeMs);
  await getDb().deleteFrom('account_notice').where('last_at', '<', outlived).execute();
  await getDb()
    .deleteFrom('change_request')
    .where('begun_at', '<', dayAgo)
    .modifyEnd(everyWorkspace)
    .execute();
  // Deleted or changed register entries are kept for an hour, so that they can be restored.
  const hourAgo = new Date(now.getTime() - 3_600_000);
  await getDb()
    .deleteFrom('removed_entry')
    .where('removed_at', '<', hourAgo)
    .modifyEnd(everyWorkspace)
    .execute();
  await getDb()
    .deleteFrom('changed_entry')
    .where('changed_at', '<', hourAgo)
    .modifyEnd(everyWorkspace)
    .execute();
}
