import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Role } from '../../doordeer/words';

/** In all workspaces. */
export type MemberTable = {
  id: Generated<string>;
  name: string;
  /** What the member types to sign in with a password: an email address or a name. */
  sign_in_name: string;
  folded_sign_in_name: string;
  /** For messages only: it identifies no one. */
  email: string | null;
  /** argon2id, in PHC format. */
  password_hash: string | null;
  password_set_at: Date | null;
  sealed_totp: Buffer | null;
  /** The last TOTP step that was accepted: each code works once. */
  totp_step: number | null;
  /** The user handle of WebAuthn: 32 random bytes. */
  webauthn_id: Buffer;
  created_at: Generated<Date>;
  /** A recovery link was used, and the member has not yet kept one way to sign in only. */
  recovered_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

export type MemberPasskeyTable = {
  /** The credential's id, base64url. */
  id: string;
  member_id: string;
  public_key: Buffer;
  counter: number;
  transports: JSONColumnType<string[]>;
  name: string;
  backed_up: boolean;
  created_at: Generated<Date>;
  last_used_at: Date | null;
};

export type MemberRecoveryCodeTable = { member_id: string; hash: Buffer; used_at: Date | null };

/** Of OpenID Connect: issuer and subject identify the member, nothing else does. */
export type MemberIdentityTable = {
  issuer: string;
  subject: string;
  member_id: string;
  created_at: Generated<Date>;
};

export const buildingCapabilities = [
  'events-of-today',
  'events',
  'people',
  'doorcodes',
  'masters',
  'registers',
  'export',
  'reveal',
] as const;
export type BuildingCapability = (typeof buildingCapabilities)[number];

export const workspaceCapabilities = ['approve', 'connections', 'members', 'settings'] as const;
export type WorkspaceCapability = (typeof workspaceCapabilities)[number];

/** `everywhere`: in every building, also in those that come later. */
export type Grants = {
  workspace: WorkspaceCapability[];
  everywhere: BuildingCapability[];
  buildings: { name: string; capabilities: BuildingCapability[] }[];
};

export type MembershipTable = {
  workspace_id: string;
  member_id: string;
  grants: JSONColumnType<Grants>;
  /** Digest of the vendor's password that this member has typed, if they did. */
  vendor_credential: Buffer | null;
  /** Has used the vendor's password of the workspace, this one or an earlier one. */
  knew_password: Generated<boolean>;
  /** The actor. */
  /** Empty: the holder of the vendor's account, who added themselves. */
  invited_by: string;
  joined_at: Generated<Date>;
  /** The workspace that the member entered last is opened at their next sign-in. */
  last_entered_at: ColumnType<Date | null, Date | null | undefined, Date>;
};

/** A password of the vendor's that a member has typed, by its digest. */
export type KnownPasswordTable = {
  workspace_id: string;
  member_id: string;
  account: string;
  role: Role;
  credential: Buffer;
};

/** A one-time link. `member_id` and `grants`: whom a recovery is for, and what an invitation gives. */
export type MemberLinkTable = {
  id: Generated<string>;
  purpose: 'invitation' | 'recovery';
  /** SHA-256 of the token in the address. */
  token_hash: Buffer;
  workspace_id: string;
  member_id: string | null;
  name: string;
  email: string | null;
  grants: JSONColumnType<Grants>;
  made_by: string;
  made_by_member: string | null;
  created_at: Generated<Date>;
  expires_at: Date;
  used_at: Date | null;
  revoked_at: Date | null;
};

/** Of WebAuthn, or a step of a sign-in. Each is used once. */
export type SignInChallengeTable = {
  id: Generated<string>;
  purpose: string;
  subject: string | null;
  value: Buffer;
  expires_at: Date;
};

export type WorkspaceSettingTable = {
  workspace_id: string;
  oidc_only: ColumnType<boolean, boolean | undefined, boolean>;
  vendor_sign_in_closed: ColumnType<boolean, boolean | undefined, boolean>;
  second_approval: ColumnType<boolean, boolean | undefined, boolean>;
  /** Ending more things than this at once needs a second member. */
  approval_above: ColumnType<number, number | undefined, number>;
};

/** A password of the vendor's that a removed member knows. It stays until the account has another one. */
export type ExposedPasswordTable = {
  workspace_id: string;
  account: string;
  role: Role;
  credential: Buffer;
  known_to: string;
  since: Generated<Date>;
};

export type MemberTables = {
  member: MemberTable;
  member_passkey: MemberPasskeyTable;
  member_recovery_code: MemberRecoveryCodeTable;
  member_identity: MemberIdentityTable;
  membership: MembershipTable;
  known_password: KnownPasswordTable;
  member_link: MemberLinkTable;
  sign_in_challenge: SignInChallengeTable;
  workspace_setting: WorkspaceSettingTable;
  exposed_password: ExposedPasswordTable;
};
