import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Lock, Relation } from '../../doordeer/words';
import type { TextKey } from './text-keys';

/** When the workspace's device list was last read, and how the last try ended. */
export type DeviceListTable = {
  workspace_id: string;
  read_at: Date | null;
  tried_at: Date;
  error_code: string | null;
  /** Of the doors and channels as kept; null when what is kept is not one answer of the cloud. */
  content_hash: Buffer | null;
  /** Place of the question that the list is from (`drawReadingOrder`). */
  asked: Generated<number>;
  /** Since when the cloud has listed nothing where a filled list is kept; null: it does not. */
  empty_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

/** One device. `timezone` is as the vendor sent it; see `lib/devices/time-zone.ts`. */
export type DoorTable = {
  workspace_id: string;
  gid: string;
  kind: 'doorbell' | 'camera' | 'other';
  model: string;
  building_name: string;
  timezone: number | null;
  locks: JSONColumnType<Lock[]>;
  /** Was it in the device list when that was last read? */
  present: boolean;
  /** When it was last listed otherwise than before; `device_list` says when the list was read. */
  read_at: Date;
  /** What it is called until a person names it; see `lib/devices/door-names.ts`. */
  default_name: Generated<string>;
};

/** A flat's virtual channel at one door. Rows of one flat share `room_key`. */
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
  /** As a door's. */
  read_at: Date;
};

/** What Doordesk keeps about a building by itself; `zone` is an IANA name and wins over the doors' own offset. */
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
