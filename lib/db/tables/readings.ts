import type { Generated, JSONColumnType } from 'kysely';
import type { TextKey } from './text-keys';

/** `refused`: the cloud said in a documented code that this account may not know. `failed`: no answer to use. */
export type ReadingState = 'ok' | 'refused' | 'failed';

export type ReadingTable = {
  workspace_id: string;
  gid: string;
  channel: number;
  state: ReadingState;
  error_code: string | null;
  /** When the facts kept beside it were true; null: never read. */
  read_at: Date | null;
  /** When the cloud was last asked, with whatever outcome. */
  tried_at: Date;
  /** The place of that question among all (`drawReadingOrder`). */
  asked: Generated<number>;
};

export type MasterReadingTable = ReadingTable & {
  /** As of read_at; null with a read_at means that the room has no master. */
  master: string | null;
};

/** One stay of a sub-master on a channel's share list; `gone_at` ends it. */
export type ShareTable = {
  id: Generated<string>;
  workspace_id: string;
  gid: string;
  channel: number;
  sub_master: string;
  first_seen_at: Date;
  seen_at: Date;
  /** Place of the question whose answer last showed it. */
  seen: Generated<number>;
  gone_at: Date | null;
};

export type DoorcodeTable = {
  id: Generated<string>;
  workspace_id: string;
  gid: string;
  channel: number;
  digits: string;
  name: string;
  folded: TextKey;
  order_name: TextKey;
  valid_type: number;
  /** `YYYY-MM-DD HH:MM:SS` on the door's clock, as the vendor gave it. */
  from_wall: string | null;
  to_wall: string | null;
  from_at: Date | null;
  to_at: Date | null;
  picture_url: string;
  lock_ids: JSONColumnType<string[]>;
  /** The cloud gave a date or time that is none: when the code opens nobody can say. */
  window_unreadable: Generated<boolean>;
  /** valid_flag when it was last seen; the window may have passed since. */
  usable: boolean;
  first_seen_at: Date;
  seen_at: Date;
  /** As a share's. */
  seen: Generated<number>;
  /** When it was found missing from the cloud's list: revoked, here or elsewhere. */
  gone_at: Date | null;
};

/** A name that a doorcode of this account had before. */
export type DoorcodeNameTable = { workspace_id: string; name: string };

export type FillLeaseTable = {
  workspace_id: string;
  building_name: string;
  holder: string;
  expires_at: Date;
};

export type CloudFindingTable = {
  cloud: string;
  name: string;
  value: string;
  found_at: Generated<Date>;
};

export type ReadingTables = {
  master_reading: MasterReadingTable;
  share_reading: ReadingTable;
  share: ShareTable;
  doorcode_reading: ReadingTable;
  doorcode: DoorcodeTable;
  doorcode_name: DoorcodeNameTable;
  fill_lease: FillLeaseTable;
  cloud_finding: CloudFindingTable;
};
