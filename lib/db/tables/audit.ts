import type { JSONColumnType } from 'kysely';
import type { Role } from '../../doordeer/words';

/** `intent`: about to be tried. An intent that no other entry refers to was cut short: its outcome is not known. */
export type AuditOutcome = 'intent' | 'done' | 'refused' | 'failed' | 'unknown';

export type AuditDetail = Record<string, string | number | boolean | null>;

export type AuditEntryTable = {
  seq: number;
  at: Date;
  /** Null for what happened before anybody was known, such as a refused sign-in to an account never seen. */
  workspace_id: string | null;
  actor: string;
  account: string;
  role: Role | null;
  action: string;
  subject: string;
  outcome: AuditOutcome;
  detail: JSONColumnType<AuditDetail>;
  /** The intent whose outcome this entry tells. */
  intent_seq: number | null;
  mac: Buffer;
};

export type AuditHeadTable = {
  one: boolean;
  seq: number;
  mac: Buffer;
  head_mac: Buffer;
};

export type AuditTables = { audit_entry: AuditEntryTable; audit_head: AuditHeadTable };
