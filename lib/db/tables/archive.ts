import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

/** How a wall time met its zone: `skipped` and `repeated` are the hours lost and doubled by daylight saving. */
export type WallFit = 'exact' | 'skipped' | 'repeated';

export type EventFit = WallFit | 'invalid';
/** How an event came by its room: its own list has it, or its account or code is of one room only. */
export type Attribution = 'stream' | 'account' | 'code';
export type ListOrder = 'newest-first' | 'oldest-first';

/** Who, or which code, as the cloud wrote it; `folded` is what searches compare with. */
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
  /** The instant; of an event whose time makes no sense, that of its neighbour in the list. */
  at: Date;
  id: Generated<number>;
  gid: string;
  /** The channel whose list gave the event; null: the whole door's list. */
  stream: number | null;
  /** Its place in that list; larger is newer. Twins differ in it. */
  place: number;
  /** The room that it is attributed to. */
  channel: number | null;
  attribution: Attribution | null;
  type: number;
  who_id: number | null;
  /** event_time as the cloud wrote it. */
  time_text: string;
  /** The wall clock at the door, `YYYY-MM-DD HH:MM:SS`; null when the cloud's text makes no sense. */
  wall: string | null;
  zone: string;
  fit: EventFit;
  /** Names as they were when the event was archived. */
  building_name: string;
  unit_label: string | null;
  archived_at: Date;
  /** Made anonymous: a keyed digest of what the cloud tells, by which the sync knows it again. */
  trace: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  /** Hour of the week, 0 to 167 from Monday 0:00, by the door's clock; null without a readable time. Generated. */
  wall_hour: GeneratedAlways<number | null>;
  /** The same in UTC. Generated. */
  utc_hour: GeneratedAlways<number | null>;
  /** Short for `building_name` in indexes. Generated. */
  building_hash: GeneratedAlways<number>;
};

/** What asking found out about one list of events. */
export type EventStreamTable = {
  workspace_id: string;
  gid: string;
  channel: number | null;
  list_order: ListOrder | null;
  /** Older events come first within a page; need not follow from `list_order`. */
  page_ascending: boolean | null;
  first_record: 0 | 1 | null;
  page_size: number | null;
  /** The highest record number that held an event, for a list whose oldest event is the first. */
  last_record: number | null;
  read_at: Date | null;
  tried_at: Date | null;
  error_code: string | null;
  /** Since when readings that go so far meet an entry of which nothing can be read. */
  blank_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Place of the reading that this is from (`drawReadingOrder`). */
  asked: Generated<number>;
};

/** A run of a list in which nothing is missing. */
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
  /** Of `size`, how many were deleted again by a rule of retention. */
  pruned: Generated<number>;
  /** Of a door's list as it was before the account's rooms there changed. */
  aside: Generated<boolean>;
};

/** What the sync compares with in place of an event that was deleted. */
export type EventTraceTable = {
  workspace_id: string;
  gid: string;
  stream: number | null;
  place: number;
  trace: Buffer;
};

/** An event that appeared between two looks at a door: its own time, and the two looks. ISO. */
export type ClockSample = { at: string; after: string; by: string };

export type EventDoorTable = {
  workspace_id: string;
  gid: string;
  manner: 'door' | 'rooms';
  /** The zones by which its events' instants were worked out: its own, and `|building=zone` where a further one differs. */
  zone: string | null;
  read_at: Date | null;
  tried_at: Date | null;
  error_code: string | null;
  /** When somebody last looked at the door's events. */
  looked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** The newest event of each of the last readings that brought something, oldest first. */
  arrivals: JSONColumnType<ClockSample[], string | undefined, string>;
  /** How far the cloud's clock is ahead of ours, at least and at most; null: its answers tell no time. */
  cloud_ahead_least_ms: ColumnType<number | null, number | null | undefined, number | null>;
  cloud_ahead_most_ms: ColumnType<number | null, number | null | undefined, number | null>;
  /** Of an account that is no manager's: whether the door's rooms are told apart; null: not known yet. */
  rooms_apart: ColumnType<RoomsApart | null, RoomsApart | null | undefined, RoomsApart | null>;
  /** Records of the door that are not shown because its rooms are not told apart. */
  withheld: ColumnType<number | null, number | null | undefined, number | null>;
  /** The cloud that it was last read from (`cloudDigest`); null: read by an older version. */
  cloud: ColumnType<string | null, string | null | undefined, string | null>;
  /** Place of the reading that this is from (`drawReadingOrder`). */
  asked: Generated<number>;
};

/**
 * `proven`: the list lacks events that other lists of the door have. `unproven`: there is nothing to compare it with,
 * so only its events that name the account itself are shown. `same`: lists do not differ, or a room that does not
 * exist has one too.
 */
export type RoomsApart = 'proven' | 'unproven' | 'same';

/** What migrations removed from a workspace, or from its sight, until the audit log has it. */
export type EventWithdrawalTable = {
  workspace_id: string;
  doors: number;
  events: number;
  names: number;
  files: number;
  told_at: Date | null;
};

/**
 * "Read events while I am signed out". `refused_at`: the cloud refused the password for good, and nothing is
 * read with it until the person signs in again. Without a password: an older version deleted it over such a refusal.
 */
export type ArchiveConsentTable = {
  id: string;
  workspace_id: string;
  actor: string;
  sealed_password: Buffer | null;
  /** Which password that is (`credentialOf`); null: given to an older version. */
  credential: Buffer | null;
  given_at: Date;
  refused_at: Date | null;
};

export type ArchiveTables = {
  archive_consent: ArchiveConsentTable;
  event_who: EventWhoTable;
  event: EventTable;
  event_stream: EventStreamTable;
  event_stretch: EventStretchTable;
  event_door: EventDoorTable;
  event_trace: EventTraceTable;
  event_withdrawal: EventWithdrawalTable;
};
