import { recordAudit } from '@/lib/audit/record';
import type { Db } from '@/lib/db/client';

type Happening = 'sessions.password-doubted' | 'sessions.password-accepted' | 'sessions.password-refused';

export async function recordDoubt(db: Db, workspaceId: string, action: Happening): Promise<void> {
  const workspace = await db
    .selectFrom('workspace')
    .select(['account', 'role'])
    .where('id', '=', workspaceId)
    .executeTakeFirst();
  if (!workspace) return;
  await recordAudit(db, {
    workspaceId,
    actor: workspace.account,
    account: workspace.account,
    role: workspace.role,
    action,
    subject: workspace.account,
    outcome: action === 'sessions.password-accepted' ? 'done' : 'refused',
    ...(action === 'sessions.password-accepted' ? {} : { detail: { code: 'refused-wrong-credentials' } }),
  }).catch(() => {});
}
