import type { JSONColumnType } from 'kysely';
import type { Role } from '../../doordeer/words';

/** `intent`: about to be tried. An intent without another entry was interrupted: its outcome is unknown. */
export type AuditOutcome = 'intent' | 'done' | 'refused' | 'failed' | 'unknown';

export type AuditDetail = Record<string, string | number | boolean | null>;

export type AuditEntryTable = {
  seq: number;
  at: Date;
  workspace_id: string | null;
  actor: string;
  account: string;
  role: Role | null;
  action: string;
  subject: string;
  outcome: AuditOutcome;
  detail: JSONColumnType<AuditDetail>;
  intent_seq: number | null;
  /** Null: the holder of the vendor's account, or Doordesk itself. */
  member_id: string | null;
  connection_id: string | null;
  /** Address of the client. Null: work in the background, or an entry of an older version. */
  network: string | null;
  /** Browser and system, such as `chrome windows`. */
  device: string | null;
  /** Null: about all buildings, about none, or an entry of an older version. */
  buildings: string[] | null;
  /** The vault key of the MAC. */
  key_number: number;
  mac: Buffer;
};

export type AuditHeadTable = {
  one: boolean;
  seq: number;
  key_number: number;
  mac: Buffer;
  head_mac: Buffer;
};

export type AuditTables = { audit_entry: AuditEntryTable; audit_head: AuditHeadTable };
