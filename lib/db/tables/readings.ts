import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { ErrorCode } from '../../errors';
import type { TextKey } from './text-keys';

/** `refused`: the cloud answered with a documented code that this account may not know. `failed`: no usable answer. */
export type ReadingState = 'ok' | 'refused' | 'failed';

export type ReadingTable = {
  workspace_id: string;
  gid: string;
  channel: number;
  state: ReadingState;
  error_code: ErrorCode | null;
  read_at: Date | null;
  tried_at: Date;
  asked: Generated<number>;
};

/** `read_before_at`: the last whole list before `read_at`. */
export type ListReadingTable = ReadingTable & {
  read_before_at: Date | null;
};

/** Each connection has a list of its own. Null: read before connections were known. */
export type DoorcodeReadingTable = ListReadingTable & {
  connection_id: ColumnType<string | null, string | null | undefined, never>;
};

export type MasterReadingTable = ReadingTable & {
  master: string | null;
};

/** `done`: Doordesk changed it and read it back. `seen`: a reading showed it. */
export type IntervalOrigin = 'seen' | 'done';

/**
 * A fact is known from `first_seen_at` until `gone_at`. It began between `absent_at` and `first_seen_at`, and ended
 * between `seen_at` and `gone_at`.
 */
type Interval = {
  id: Generated<string>;
  workspace_id: string;
  gid: string;
  channel: number;
  /** The whole reading before, which did not show it; null: there was none. */
  absent_at: Date | null;
  first_seen_at: Date;
  /** The last reading that showed it. */
  seen_at: Date;
  /** The first whole reading that did not show it any more. */
  gone_at: Date | null;
  origin: Generated<IntervalOrigin>;
  ended_by: IntervalOrigin | null;
  /** Through which it was first seen. */
  connection_id: string | null;
};

/** Intervals of one room at one door follow each other. At most one is open. */
export type MasterTable = Interval & {
  /** Null: known to have none. */
  master: string | null;
};

export type ShareTable = Interval & {
  sub_master: string;
  seen: Generated<number>;
};

export type DoorcodeTable = Interval & {
  /** Of the digits, keyed by the vault (`doorcodeDigest`). */
  digest: Buffer;
  name: string;
  folded: TextKey;
  order_name: TextKey;
  valid_type: number;
  from_wall: string | null;
  to_wall: string | null;
  from_at: Date | null;
  to_at: Date | null;
  /** Digits and picture address (`sealDoorcode`); null: the code ended long ago. */
  sealed: Buffer | null;
  lock_ids: JSONColumnType<string[]>;
  /** The cloud gave no possible date or time, so it is unknown when the code opens. */
  window_unreadable: Generated<boolean>;
  usable: boolean;
  seen: Generated<number>;
};

/** Values that a code once had. They held from `gone_at` of the version before, or from the code's `first_seen_at`. */
export type DoorcodeVersionTable = {
  id: Generated<string>;
  workspace_id: string;
  doorcode_id: string;
  name: string;
  valid_type: number;
  lock_ids: JSONColumnType<string[]>;
  usable: boolean;
  window_unreadable: boolean;
  /** The last reading that showed these values. */
  seen_at: Date;
  /** The reading that showed others. */
  gone_at: Date;
  ended_by: Generated<IntervalOrigin>;
};

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

/** `seconds`: how long the last whole round took. */
export type ReadingRoundTable = {
  workspace_id: string;
  started_at: Date;
  ended_at: Date | null;
  seconds: number | null;
};

export type ReadingTables = {
  reading_round: ReadingRoundTable;
  master_reading: MasterReadingTable;
  master: MasterTable;
  share_reading: ListReadingTable;
  share: ShareTable;
  doorcode_reading: DoorcodeReadingTable;
  doorcode: DoorcodeTable;
  doorcode_version: DoorcodeVersionTable;
  doorcode_name: DoorcodeNameTable;
  fill_lease: FillLeaseTable;
  cloud_finding: CloudFindingTable;
};
