import type { Relation, Role } from '@/lib/doordeer/words';

/** One of the connections that list a channel, and what its account is there. */
export type Via = {
  readonly connectionId: string;
  readonly account: string;
  readonly role: Role;
  readonly relation: Relation;
};

export type ScopeChannel = {
  gid: string;
  channel: number;
  buildingName: string;
  unitLabel: string;
  /** All channels of one flat share it. It stays the same within the workspace. */
  roomKey: string;
  /** To the leading connection. */
  relation: Relation;
  /** The connections that list it, the leading one first. Absent: only the workspace's own account. */
  through?: readonly Via[];
};
