import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Lock, Relation } from '../../doordeer/words';
import type { ErrorCode } from '../../errors';
import type { TextKey } from './text-keys';

export type DeviceListTable = {
  workspace_id: string;
  read_at: Date | null;
  tried_at: Date;
  error_code: ErrorCode | null;
  content_hash: Buffer | null;
  asked: Generated<number>;
  empty_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

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
  relation: Relation;
  locks: JSONColumnType<Lock[]>;
  present: boolean;
  read_at: Date;
};

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
  door: DoorTable;
  room_channel: RoomChannelTable;
  building_detail: BuildingDetailTable;
  door_detail: DoorDetailTable;
};
