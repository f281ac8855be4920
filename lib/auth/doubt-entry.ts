import { deskActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import type { Db } from '@/lib/db/client';
import type { Role } from '@/lib/doordeer/words';

type Happening = 'sessions.password-doubted' | 'sessions.password-accepted' | 'sessions.password-refused';

/** Whose password it is: the workspace's own account, or another that it is connected with. */
export type DoubtedAccount = { workspaceId: string; account: string; role: Role };

export async function recordDoubt(
  db: Db,
  { workspaceId, account, role }: DoubtedAccount,
  action: Happening,
): Promise<void> {
  await recordAudit(db, {
    workspaceId,
    actor: deskActor,
    account,
    role,
    action,
    subject: account,
    outcome: 'done',
    ...(action === 'sessions.password-accepted' ? {} : { detail: { code: 'refused-wrong-credentials' } }),
  }).catch(() => {});
}
