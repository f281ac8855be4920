import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Role } from '../../doordeer/words';
import type { Grants } from './members';

/** `used`: what was approved was begun. `withdrawn`: by who asked, or because they are no longer a member. */
export type ApprovalState = 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'used' | 'expired';

/** What a request gives or changes. The page has the words. */
export type ApprovalFacts = {
  /** The member or connection that it is about. When that is gone, the request ends. */
  about?: string;
  /** A door of the room that it is about. */
  door?: { gid: string; channel: number };
  /** Of an invitation. */
  email?: string | null;
  /** What the person may do afterwards. */
  grants?: Grants;
  /** What they could do when it was asked. Absent: they are not a member yet. */
  before?: Grants;
  /** How many things one person may end within an hour. `to` null: as many as they like. */
  above?: { from: number; to: number | null };
  /** While its change was under way, its approver or the member that it is about got other rights: it is not given back. */
  spent?: boolean;
};

/** A request of a person that another member decides. */
export type ApprovalTable = {
  id: Generated<string>;
  workspace_id: string;
  actor: string;
  /** Null: asked by the holder of the vendor's account. */
  member_id: string | null;
  account: string;
  role: Role;
  /** Id of the device cookie of the browser that asked; null: not known. */
  device: ColumnType<string | null, string | null | undefined, never>;
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
  facts: JSONColumnType<ApprovalFacts, string | undefined, string>;
  state: ColumnType<ApprovalState, ApprovalState | undefined, ApprovalState>;
  asked_at: Date;
  decided_by: string | null;
  decided_member: string | null;
  decided_at: Date | null;
  reason: ColumnType<string, string | undefined, string>;
  used_at: Date | null;
};

export type ApprovalTables = { approval: ApprovalTable };
