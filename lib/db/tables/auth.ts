import type { Generated } from 'kysely';
import type { Role } from '../../doordeer/words';

/** One vendor account in one role; registers, archive, jobs and audit belong to it. */
export type WorkspaceTable = {
  id: Generated<string>;
  account: string;
  role: Role;
  created_at: Generated<Date>;
};

export type SessionTable = {
  id: string;
  /** SHA-256 of the opaque id in the cookie. */
  token_hash: Buffer;
  workspace_id: string;
  /** Who acts through the workspace's account. Today always that account's own holder. */
  actor: string;
  /** AES-256-GCM under the vault key, bound to this row's id. */
  sealed_password: Buffer;
  /** Which password that is (`credentialOf`); null: the session was opened by an older version. */
  credential: Buffer | null;
  user_agent: string;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  /** When the password was last typed again; null until then. */
  reauthenticated_at: Date | null;
};

/** Why a session ended other than by its owner's sign-out here. */
export type SessionEnd =
  | 'signed-out'
  | 'ended-elsewhere'
  | 'idle'
  | 'expired'
  | 'password-changed'
  | 'throttled';

export type EndedSessionTable = {
  token_hash: Buffer;
  reason: SessionEnd;
  ended_at: Date;
};

/** One counted try. `pending`: its outcome is not known yet, so it counts as failed. */
export type ThrottleTryTable = {
  id: Generated<number>;
  bucket: string;
  tried_at: Date;
  pending: boolean;
};

/** A password that the cloud refused. See `lib/auth/doubt.ts`. */
export type CredentialDoubtTable = {
  credential: Buffer;
  /** Whose sessions and consent end should the doubt prove right. */
  workspace_id: string;
  state: 'doubted' | 'refused' | 'accepted';
  /** When the state began; of `accepted`, when the cloud last took the password. */
  since: Date;
  /** `sign` refused it, and not another call. */
  by_sign: boolean;
  refused_checks: number;
  checked_at: Date | null;
  next_check_at: Date | null;
};

export type AuthTables = {
  workspace: WorkspaceTable;
  session: SessionTable;
  ended_session: EndedSessionTable;
  throttle_try: ThrottleTryTable;
  credential_doubt: CredentialDoubtTable;
};
