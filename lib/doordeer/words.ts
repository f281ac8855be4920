/** The cloud's answers in Doordesk's own words. Only `contract` knows the vendor's spelling. */
import type { Secret } from './secret';

/** account_type: 1 manager, 2 landlord or room master, 3 tenant. */
export type Role = 'manager' | 'landlord' | 'tenant';

/** main_sub_flag: 1 master, 2 landlord, 3 both, 0 sub-master. `other`: a flag outside the document. */
export type Relation = 'master' | 'landlord' | 'landlord-and-master' | 'sub-master' | 'other';

export type Lock = { id: string; alias: string };

export type Channel = {
  gid: string;
  channel: number;
  kind: 'doorbell' | 'camera' | 'other';
  model: string;
  buildingName: string;
  unitLabel: string;
  relation: Relation;
  locks: Lock[];
  /** As sent: −14 to 14 are hours from UTC, larger numbers are minutes (docs/vendor.md, reading 5). */
  timezone: number | null;
  devicePassword: Secret | null;
  fixedPassword: Secret | null;
};

/** Local time at the door: `YYYY-MM-DD` and `HH:MM:SS`, without a zone. */
export type WallTime = { date: string; time: string };

/** `gid`: the door that the entry names, to be compared with the door that was asked for. Null: it names none. */
export type VendorShare = { account: string; gid: string | null };

export type VendorDoorcode = {
  /** May be empty. */
  name: string;
  /** The document names only 3 (`documentedType`). −1: it is not a number. */
  validType: number;
  from: WallTime | null;
  to: WallTime | null;
  /** A date or time does not exist, or the end is before the start. It is not known when the code opens. */
  windowUnreadable?: boolean | undefined;
  digits: string;
  pictureUrl: string;
  lockIds: string[];
  usable: boolean;
};

/** The one `valid_type` that the vendor's document names. What other types mean is not documented. */
export const documentedType = 3;

export type VendorEvent = {
  /** 0 call, 1 answered, 2 doorcode, 3 PIN, 4 app, 5 card. Other numbers are kept. */
  type: number;
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
