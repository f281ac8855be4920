import type { AuditDetail, AuditOutcome } from '@/lib/db/tables/audit';
import type { Role } from '@/lib/doordeer/words';

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
};
