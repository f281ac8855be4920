/**
 * What the vendor's cloud tells, in Doordesk's own words. The vendor's spelling stops in `contract.ts`.
 */
import type { Secret } from './secret';

/** account_type of the vendor's document: 1 manager, 2 landlord or room master, 3 tenant. */
export type Role = 'manager' | 'landlord' | 'tenant';

/** main_sub_flag, room by room: 1 master, 2 landlord, 3 both, 0 sub-master. `other` keeps a flag outside the document. */
export type Relation = 'master' | 'landlord' | 'landlord-and-master' | 'sub-master' | 'other';

export type Lock = { id: string; alias: string };

/** One entry of the device list (10002): a room's virtual channel at one door. */
export type Channel = {
  gid: string;
  channel: number;
  kind: 'doorbell' | 'camera' | 'other';
  model: string;
  buildingName: string;
  unitLabel: string;
  relation: Relation;
  locks: Lock[];
  /** As sent: −14…14 are hours from UTC, larger numbers minutes (docs/vendor.md, reading 5). */
  timezone: number | null;
  devicePassword: Secret | null;
  fixedPassword: Secret | null;
};

/** A wall-clock moment at the door: date `YYYY-MM-DD`, time `HH:MM:SS`. No zone is implied. */
export type WallTime = { date: string; time: string };

/** One entry of the doorcode list (10015). */
export type VendorDoorcode = {
  name: string;
  /** valid_type of the document; 3 is the only one it explains. */
  validType: number;
  from: WallTime | null;
  to: WallTime | null;
  /** A date or time does not exist, or the end is before the start: it is not known when the code opens. */
  windowUnreadable?: boolean | undefined;
  /** The code's digits as they came; eight by the document. */
  digits: string;
  pictureUrl: string;
  lockIds: string[];
  usable: boolean;
};

/** One entry of the event list (10014). */
export type VendorEvent = {
  /** 0 call, 1 answered, 2 doorcode, 3 PIN, 4 app, 5 card; anything else is kept as it came. */
  type: number;
  /** event_time as the cloud wrote it. */
  timeText: string;
  /** vkey_name, when type is 2. */
  codeName: string | null;
  /** account, when type is 3 or 4. */
  account: string | null;
};

export type PushPhone = {
  pushType: number;
  phone: 'ios' | 'android';
  appKey: string;
  appToken: string;
  certificate: string;
  popupActivity: string;
};
