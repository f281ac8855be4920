import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Scope } from './scope';
import { findSessionById, sessionEndedChannel } from './session';

/** An owner looks at the desk as this member would. Null: as themselves again. */
export function viewAs(db: Db, sessionId: string, memberId: string | null): Promise<void> {
  return moveSession(db, sessionId, { views_as: memberId });
}

/** The caller has proven the membership. What was confirmed in one workspace is not confirmed in another. */
export async function enterWorkspace(
  db: Db,
  sessionId: string,
  { workspaceId, memberId }: { workspaceId: string; memberId: string },
): Promise<void> {
  await moveSession(db, sessionId, { workspace_id: workspaceId, views_as: null, reauthenticated_at: null });
  await db
    .updateTable('membership')
    .set({ last_entered_at: databaseDate() })
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .execute();
}

/** Live streams hold what the session saw before. NOTIFY lets them look whether it still does: see `isSameView`. */
async function moveSession(
  db: Db,
  sessionId: string,
  set: { workspace_id?: string; views_as: string | null; reauthenticated_at?: null },
): Promise<void> {
  await db.updateTable('session').set(set).where('id', '=', sessionId).execute();
  await sql`select pg_notify(${sessionEndedChannel}, ${sessionId})`.execute(db);
}

/** Whether the session lives, and looks at the same workspace as the same person. */
export async function isSameView({
  sessionId,
  workspaceId,
  viewsAs,
}: Pick<Scope, 'sessionId' | 'workspaceId' | 'viewsAs'>): Promise<boolean> {
  const session = await findSessionById(sessionId);
  return session?.workspaceId === workspaceId && session.viewsAs === (viewsAs?.id ?? null);
}
