import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Lock, Relation } from '../../doordeer/words';
import type { ErrorCode } from '../../errors';
import type { TextKey } from './text-keys';

/** How the list of each connection was last read. */
export type DeviceListTable = {
  workspace_id: string;
  connection_id: string;
  read_at: Date | null;
  tried_at: Date;
  error_code: ErrorCode | null;
  /** Of this list only. */
  content_hash: Buffer | null;
  /** Of what all lists of the workspace are together, the same in each row; null: there is only one list. */
  merge_hash: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  asked: Generated<number>;
  empty_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

/** What one connection's list holds. Rows that it does not hold any more are deleted. */
export type ConnectionChannelTable = {
  workspace_id: string;
  connection_id: string;
  gid: string;
  channel: number;
  kind: DoorTable['kind'];
  model: string;
  building_name: string;
  unit_label: string;
  relation: Relation;
  timezone: number | null;
  locks: JSONColumnType<Lock[]>;
};

/** All lists together. Where they differ, the leading connection counts: see `lib/devices/merge-lists.ts`. */
export type DoorTable = {
  workspace_id: string;
  gid: string;
  kind: 'doorbell' | 'camera' | 'other';
  model: string;
  building_name: string;
  timezone: number | null;
  locks: JSONColumnType<Lock[]>;
  present: boolean;
  read_at: Date;
  default_name: Generated<string>;
};

export type RoomChannelTable = {
  workspace_id: string;
  gid: string;
  channel: number;
  building_name: string;
  unit_label: string;
  folded: TextKey;
  order_unit: TextKey;
  order_building: TextKey;
  room_key: string;
  /** To the leading connection. */
  relation: Relation;
  locks: JSONColumnType<Lock[]>;
  present: boolean;
  read_at: Date;
  /** The connections that list it, the leading one first; null: only the workspace's own account. */
  through: JSONColumnType<
    [connectionId: string, relation: Relation][] | null,
    string | null | undefined,
    string | null
  >;
};

/**
 * Buildings that a door served before its channels were listed in another one. Channels that are not listed any more keep
 * theirs in `room_channel`.
 */
export type FormerBuildingTable = { workspace_id: string; gid: string; building_name: string };

export type BuildingDetailTable = {
  workspace_id: string;
  building_name: string;
  address: ColumnType<string, string | undefined, string>;
  notes: ColumnType<string, string | undefined, string>;
  zone: string | null;
  updated_at: Generated<Date>;
};

export type DoorDetailTable = {
  workspace_id: string;
  gid: string;
  name: ColumnType<string, string | undefined, string>;
  place: ColumnType<string, string | undefined, string>;
  note: ColumnType<string, string | undefined, string>;
  updated_at: Generated<Date>;
};

export type DeviceTables = {
  device_list: DeviceListTable;
  connection_channel: ConnectionChannelTable;
  door: DoorTable;
  room_channel: RoomChannelTable;
  former_building: FormerBuildingTable;
  building_detail: BuildingDetailTable;
  door_detail: DoorDetailTable;
};
