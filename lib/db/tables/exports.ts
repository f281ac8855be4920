import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Role } from '../../doordeer/words';
import type { ErrorCode } from '../../errors';
import type { AuditDetail } from './audit';
import type { TextKey } from './text-keys';

export const exportStates = ['running', 'done', 'cancelled', 'failed'] as const;
export type ExportState = (typeof exportStates)[number];
export const exportFormats = ['csv', 'xlsx', 'json'] as const;
type Format = (typeof exportFormats)[number];
export type Every = 'day' | 'week' | 'month';
export const coverages = ['all', 'period'] as const;
export type Coverage = (typeof coverages)[number];

/** A door whose events are not all known: not read to its end, or not of late. */
export type UnreadDoor = {
  gid: string;
  door: string;
  building: string;
  readAt: string | null;
  code: ErrorCode | null;
};

/** A door that was read, and of which so many openings are not shown: they are not proven to be this person's. */
export type HiddenDoor = { gid: string; door: string; building: string; count: number };

export type FileDoors = {
  doors: number;
  unread: UnreadDoor[];
  /** Left out by files that were made before this was told apart: these have such doors among the unread ones. */
  withheld?: HiddenDoor[] | undefined;
  oldestReadAt: string | null;
};

export type ExportFileTable = {
  id: Generated<string>;
  workspace_id: string;
  /** The schedule that it was made for, and when that was due; null: asked for in the browser. */
  schedule_id: string | null;
  due_at: Date | null;
  state: ExportState;
  code: ErrorCode | null;
  format: Format;
  /** The file's name, with its ending. */
  name: string;
  folded: TextKey;
  /** The filter as the events page's address has it. */
  query: string;
  /** The filter in words. */
  filter: JSONColumnType<AuditDetail>;
  locale: 'en' | 'zh';
  actor: string;
  account: string;
  role: Role;
  intent_seq: number | null;
  tries: ColumnType<number, number | undefined, number>;
  rows: number | null;
  bytes: number | null;
  sha256: string | null;
  /** JSON as it was signed. */
  manifest: string | null;
  /** How the doors that it is about were read when it was begun; null: not known. */
  doors: JSONColumnType<FileDoors | null, string | null | undefined, string | null>;
  /** Its bytes are in `export_chunk`. */
  kept: ColumnType<boolean, boolean | undefined, boolean>;
  started_at: Generated<Date>;
  finished_at: Date | null;
};

export type ExportChunkTable = { export_id: string; position: number; bytes: Buffer };

export type ExportScheduleTable = {
  id: Generated<string>;
  workspace_id: string;
  name: string;
  folded: TextKey;
  /** A saved view whose filter, as it is when the file is due, replaces `query`. */
  view_id: string | null;
  query: string;
  /** All that the filter finds, or of it what lies in the day, week or month before the file. */
  covers: ColumnType<Coverage, Coverage | undefined, Coverage>;
  format: Format;
  locale: 'en' | 'zh';
  every: Every;
  /** 1 Monday … 7 Sunday; counts when `every` is week. */
  weekday: number;
  /** Counts when `every` is month; in a shorter month, its last day. */
  month_day: number;
  hour: number;
  zone: string;
  keep_files: number;
  paused: ColumnType<boolean, boolean | undefined, boolean>;
  next_due: Date;
  actor: string;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type ExportTables = {
  export_file: ExportFileTable;
  export_chunk: ExportChunkTable;
  export_schedule: ExportScheduleTable;
};
