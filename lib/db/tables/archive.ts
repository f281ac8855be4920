import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { ErrorCode } from '../../errors';

/** `skipped` and `repeated`: an hour lost or doubled by daylight saving time. */
export type WallFit = 'exact' | 'skipped' | 'repeated';

export type EventFit = WallFit | 'invalid';
export type Attribution = 'stream' | 'account' | 'code';
export type ListOrder = 'newest-first' | 'oldest-first';

export type EventWhoTable = {
  workspace_id: string;
  id: Generated<number>;
  digest: Buffer;
  account: string | null;
  code_name: string | null;
  folded: string;
};

export type EventTable = {
  workspace_id: string;
  /** For an event whose time makes no sense, its neighbour's instant. */
  at: Date;
  id: Generated<number>;
  gid: string;
  /** The channel whose list gave the event; null: the whole door's list. */
  stream: number | null;
  place: number;
  channel: number | null;
  attribution: Attribution | null;
  type: number;
  who_id: number | null;
  time_text: string;
  wall: string | null;
  zone: string;
  fit: EventFit;
  building_name: string;
  unit_label: string | null;
  archived_at: Date;
  /** Only of an anonymous event: the keyed digest by which the sync recognises it. */
  trace: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  /** The number of the connection that brought it; null: the workspace's own account, by an older build. */
  connection: ColumnType<number | null, number | null | undefined, never>;
  wall_hour: GeneratedAlways<number | null>;
  utc_hour: GeneratedAlways<number | null>;
  building_hash: GeneratedAlways<number>;
};

export type EventStreamTable = {
  workspace_id: string;
  gid: string;
  channel: number | null;
  list_order: ListOrder | null;
  page_ascending: boolean | null;
  first_record: 0 | 1 | null;
  page_size: number | null;
  last_record: number | null;
  read_at: Date | null;
  tried_at: Date | null;
  error_code: ErrorCode | null;
  blank_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
  asked: Generated<number>;
};

export type EventStretchTable = {
  workspace_id: string;
  gid: string;
  channel: number | null;
  low: number;
  high: number;
  size: number;
  reaches_first: ColumnType<boolean, boolean | undefined, boolean>;
  oldest_at: Date;
  newest_at: Date;
  pruned: Generated<number>;
  aside: Generated<boolean>;
};

export type EventTraceTable = {
  workspace_id: string;
  gid: string;
  stream: number | null;
  place: number;
  trace: Buffer;
};

/** An event that appeared between two looks at a door: its own time, and the times of the two looks, ISO. */
export type ClockSample = { at: string; after: string; by: string };

export type EventDoorTable = {
  workspace_id: string;
  gid: string;
  manner: 'door' | 'rooms';
  zone: string | null;
  read_at: Date | null;
  tried_at: Date | null;
  error_code: ErrorCode | null;
  looked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  arrivals: JSONColumnType<ClockSample[], string | undefined, string>;
  cloud_ahead_least_ms: ColumnType<number | null, number | null | undefined, number | null>;
  cloud_ahead_most_ms: ColumnType<number | null, number | null | undefined, number | null>;
  /** For accounts other than managers: does the cloud separate the door's rooms? Null: not known yet. */
  rooms_apart: ColumnType<RoomsApart | null, RoomsApart | null | undefined, RoomsApart | null>;
  withheld: ColumnType<number | null, number | null | undefined, number | null>;
  /** The cloud of the last reading (`cloudDigest`); null: read by an older version. */
  cloud: ColumnType<string | null, string | null | undefined, string | null>;
  /** Through which it was last read. */
  connection_id: ColumnType<string | null, string | null | undefined, string | null>;
  asked: Generated<number>;
};

/**
 * `proven`: the list lacks events of other lists of the door. `unproven`: nothing to compare, so only events that name the
 * account are shown. `same`: lists do not differ, or a room that does not exist has events.
 */
export type RoomsApart = 'proven' | 'unproven' | 'same';

export type EventWithdrawalTable = {
  workspace_id: string;
  doors: number;
  events: number;
  names: number;
  files: number;
  audited_at: Date | null;
};

export type ArchiveTables = {
  event_who: EventWhoTable;
  event: EventTable;
  event_stream: EventStreamTable;
  event_stretch: EventStretchTable;
  event_door: EventDoorTable;
  event_trace: EventTraceTable;
  event_withdrawal: EventWithdrawalTable;
};
