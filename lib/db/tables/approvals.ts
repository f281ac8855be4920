import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Role } from '../../doordeer/words';

/** `used`: what was approved was begun. `withdrawn`: by who asked, or because they are no longer a member. */
export type ApprovalState = 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'used' | 'expired';

/** A request of a person that another member decides. */
export type ApprovalTable = {
  id: Generated<string>;
  workspace_id: string;
  actor: string;
  /** Null: asked by the holder of the vendor's account. */
  member_id: string | null;
  account: string;
  role: Role;
  /** Of a job that of its steps. */
  verb: string;
  input_digest: Buffer;
  /** What it is about, in words. Never a secret, never a doorcode's digits. */
  subject: string;
  buildings: JSONColumnType<string[]>;
  /** How many things it ends or shows. */
  things: number;
  /** What the same person had ended in the hour before without approval, or had in other jobs. */
  ended_before: number;
  /** How many the workspace allowed when it was asked. Null: it waits whatever the number. */
  above: number | null;
  job_id: string | null;
  state: ColumnType<ApprovalState, ApprovalState | undefined, ApprovalState>;
  asked_at: Date;
  decided_by: string | null;
  decided_member: string | null;
  decided_at: Date | null;
  reason: ColumnType<string, string | undefined, string>;
  used_at: Date | null;
};

export type ApprovalTables = { approval: ApprovalTable };
