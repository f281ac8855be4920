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

export type UnreadDoor = {
  gid: string;
  door: string;
  building: string;
  readAt: string | null;
  code: ErrorCode | null;
};

export type HiddenDoor = { gid: string; door: string; building: string; count: number };

export type FileDoors = {
  doors: number;
  unread: UnreadDoor[];
  withheld?: HiddenDoor[] | undefined;
  oldestReadAt: string | null;
};

export type ExportFileTable = {
  id: Generated<string>;
  workspace_id: string;
  schedule_id: string | null;
  due_at: Date | null;
  state: ExportState;
  code: ErrorCode | null;
  format: Format;
  name: string;
  folded: TextKey;
  query: string;
  filter: JSONColumnType<AuditDetail>;
  /** That its events are about. Null: all. */
  buildings: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  locale: 'en' | 'zh';
  actor: string;
  member_id: ColumnType<string | null, string | null | undefined, never>;
  account: string;
  role: Role;
  intent_seq: number | null;
  tries: ColumnType<number, number | undefined, number>;
  rows: number | null;
  bytes: number | null;
  sha256: string | null;
  manifest: string | null;
  /** How its doors were read when it began; null: unknown. */
  doors: JSONColumnType<FileDoors | null, string | null | undefined, string | null>;
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
  view_id: string | null;
  query: string;
  covers: ColumnType<Coverage, Coverage | undefined, Coverage>;
  format: Format;
  locale: 'en' | 'zh';
  every: Every;
  weekday: number;
  month_day: number;
  hour: number;
  zone: string;
  keep_files: number;
  paused: ColumnType<boolean, boolean | undefined, boolean>;
  /** Why it stopped by itself. Null: it runs, or a person paused it. */
  stop_code: ColumnType<ErrorCode | null, ErrorCode | null | undefined, ErrorCode | null>;
  /** That its files are about. Null: all. */
  buildings: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  next_due: Date;
  /** When it was last found due while nothing read the cloud. Null: not since the last file. */
  unread_at: ColumnType<Date | null, undefined, Date | null>;
  actor: string;
  member_id: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type ExportTables = {
  export_file: ExportFileTable;
  export_chunk: ExportChunkTable;
  export_schedule: ExportScheduleTable;
};
