import type { Generated, JSONColumnType } from 'kysely';
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

export type MasterReadingTable = ReadingTable & {
  master: string | null;
};

export type ShareTable = {
  id: Generated<string>;
  workspace_id: string;
  gid: string;
  channel: number;
  sub_master: string;
  first_seen_at: Date;
  seen_at: Date;
  seen: Generated<number>;
  gone_at: Date | null;
};

export type DoorcodeTable = {
  id: Generated<string>;
  workspace_id: string;
  gid: string;
  channel: number;
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
  first_seen_at: Date;
  seen_at: Date;
  seen: Generated<number>;
  /** When it was missing from the cloud's list: revoked, in Doordesk or elsewhere. */
  gone_at: Date | null;
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
  share_reading: ReadingTable;
  share: ShareTable;
  doorcode_reading: ReadingTable;
  doorcode: DoorcodeTable;
  doorcode_name: DoorcodeNameTable;
  fill_lease: FillLeaseTable;
  cloud_finding: CloudFindingTable;
};
