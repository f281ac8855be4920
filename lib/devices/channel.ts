import type { Relation } from '@/lib/doordeer/words';

/** One (door, channel) pair of the device list (10002). */
export type ScopeChannel = {
  gid: string;
  channel: number;
  buildingName: string;
  unitLabel: string;
  /** All channels of one flat share it. It stays the same within the workspace. */
  roomKey: string;
  relation: Relation;
};
