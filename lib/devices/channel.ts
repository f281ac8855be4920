import type { Relation } from '@/lib/doordeer/words';

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
