import type { AuditDetail, AuditOutcome } from '@/lib/db/tables/audit';
import type { Role } from '@/lib/doordeer/words';

/** The actor of what no person did. */
export const deskActor = 'Doordesk';

export type AuditEntry = {
  workspaceId: string | null;
  actor: string;
  account: string;
  role: Role | null;
  /** `<resource>.<verb>`, such as `doorcodes.revoke`. */
  action: string;
  /** What it was done to, in words that a person recognises. Never a secret, never a doorcode's digits. */
  subject: string;
  outcome: AuditOutcome;
  detail?: AuditDetail;
  intentSeq?: number;
  /** Absent or null: the holder of the vendor's account, or Doordesk itself. */
  memberId?: string | null;
  connectionId?: string | null;
  network?: string | null;
  device?: string | null;
  /** Who does not see all of these does not see the entry. Absent or null: who sees all buildings sees it. */
  buildings?: readonly string[] | null;
};
