import type { Generated, GeneratedAlways } from 'kysely';
import type { Role } from '../../doordeer/words';

/**
 * `none`: the workspace's own account, used only while someone is signed in with it. `parked`: the cloud refused the
 * password for good. `paused`: a person stopped it.
 */
export type ConnectionState = 'none' | 'connected' | 'parked' | 'paused';

/** A vendor account that a workspace may use by itself. The workspace's own account always has a row. */
export type ConnectionTable = {
  id: Generated<string>;
  /** What events name it by: see `EventTable`. */
  number: GeneratedAlways<number>;
  workspace_id: string;
  account: string;
  role: Role;
  state: Generated<ConnectionState>;
  /** Kept while parked. Null there: a version before connections deleted it after a refusal. */
  sealed_password: Buffer | null;
  credential: Buffer | null;
  /** The actor. */
  connected_by: string | null;
  connected_at: Date | null;
  parked_at: Date | null;
  paused_at: Date | null;
  /** Of the last parking: members who can mend it are still to be written to. */
  mail_due: Generated<boolean>;
  /** When the cloud last answered a call with this password. */
  last_good_at: Date | null;
  created_at: Generated<Date>;
};

export type ConnectionTables = { connection: ConnectionTable };
