import type { Secret } from '../doordeer/secret';
import type { Relation, Role } from '../doordeer/words';

declare const proven: unique symbol;

/** One (door, channel) pair that the signed-in account may see, from the device list (10002). */
export type ScopeChannel = {
  gid: string;
  channel: number;
  buildingName: string;
  unitLabel: string;
  /** Stable name of the flat inside the workspace: all channels of one flat share it. */
  roomKey: string;
  relation: Relation;
};

/**
 * Who asks, proven. Every read and every write takes one. Made in this file alone: an id from a browser never suffices.
 */
export type Scope = {
  readonly [proven]: true;
  readonly sessionId: string;
  readonly workspaceId: string;
  readonly account: string;
  readonly role: Role;
  readonly channels: readonly ScopeChannel[];
  /** When the device list was last read from the cloud. */
  readonly channelsReadAt: Date;
  /** The account's own password, for the vendor's calls. Never serialised (see Secret). */
  readonly password: Secret;
};
