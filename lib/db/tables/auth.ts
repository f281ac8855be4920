import type { ColumnType, Generated } from 'kysely';
import type { Role } from '../../doordeer/words';

export type WorkspaceTable = {
  id: Generated<string>;
  account: string;
  role: Role;
  /** Null only in rows that a test made. */
  folded_account: string | null;
  created_at: Generated<Date>;
};

export type SessionTable = {
  id: string;
  /** SHA-256 of the random id in the cookie. */
  token_hash: Buffer;
  workspace_id: string;
  actor: string;
  /** AES-256-GCM under the vault key, bound to this row's id. Null: a member's session. */
  sealed_password: Buffer | null;
  credential: Buffer | null;
  user_agent: string;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  reauthenticated_at: Date | null;
  /** Id of the browser's device cookie. Null: signed in before there was one. */
  device: string | null;
  member_id: ColumnType<string | null, string | null | undefined, never>;
  /** How a member signed in. Null: with the vendor's account. */
  way: ColumnType<MemberWay | null, MemberWay | null | undefined, never>;
  /** The member as whom an owner looks at the desk. */
  views_as: ColumnType<string | null, string | null | undefined, string | null>;
  /** The client network that signed in. */
  network: ColumnType<string, string | undefined, never>;
};

/** `link`: by a one-time link, or by a session of the vendor's account. */
export type MemberWay = 'passkey' | 'password' | 'oidc' | 'link';

export type SessionEnd =
  | 'signed-out'
  | 'ended-elsewhere'
  | 'idle'
  | 'expired'
  | 'password-changed'
  | 'throttled'
  | 'too-many'
  | 'removed'
  | 'sign-in-closed'
  | 'oidc-only';

export type EndedSessionTable = {
  token_hash: Buffer;
  reason: SessionEnd;
  ended_at: Date;
};

/** `pending`: the outcome is unknown, so the try counts as failed. */
export type ThrottleTryTable = {
  id: Generated<number>;
  bucket: string;
  tried_at: Date;
  pending: boolean;
};

/** The cloud may refuse a password in one role only. */
export type CredentialDoubtTable = {
  credential: Buffer;
  role: Role;
  workspace_id: string;
  state: 'doubted' | 'refused' | 'accepted';
  since: Date;
  by_sign: boolean;
  refused_checks: number;
  checked_at: Date | null;
  next_check_at: Date | null;
};

export type NoticeKind = 'browser' | 'phone' | 'reset';

/** One row for equal notices until it is dismissed. `device`: the browser that caused it. */
export type AccountNoticeTable = {
  id: Generated<string>;
  /** Null: about a member. */
  account: string | null;
  member_id: ColumnType<string | null, string | null | undefined, never>;
  kind: NoticeKind;
  network: string;
  user_agent: string;
  device: string | null;
  times: Generated<number>;
  last_at: Date;
  dismissed_at: Date | null;
};

export type AuthTables = {
  account_notice: AccountNoticeTable;
  workspace: WorkspaceTable;
  session: SessionTable;
  ended_session: EndedSessionTable;
  throttle_try: ThrottleTryTable;
  credential_doubt: CredentialDoubtTable;
};
