import type { Relation } from '@/lib/doordeer/words';

export type ScopeChannel = {
  gid: string;
  channel: number;
  buildingName: string;
  unitLabel: string;
  /** All channels of one flat share it. It stays the same within the workspace. */
  roomKey: string;
  relation: Relation;
};
