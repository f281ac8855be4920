import type { ApprovalTables } from './tables/approvals';
import type { ArchiveTables } from './tables/archive';
import type { AuditTables } from './tables/audit';
import type { AuthTables } from './tables/auth';
import type { ConnectionTables } from './tables/connections';
import type { DeviceTables } from './tables/devices';
import type { ExportTables } from './tables/exports';
import type { JobTables } from './tables/jobs';
import type { MemberTables } from './tables/members';
import type { ReadingTables } from './tables/readings';
import type { RegisterTables } from './tables/registers';
import type { RestoredCopyTables } from './tables/restored-copies';
import type { RetentionTables } from './tables/retention';
import type { SettingsTables } from './tables/settings';
import type { TextKeyTables } from './tables/text-keys';
import type { VaultTables } from './tables/vault';
import type { ViewTables } from './tables/views';

export type Database = AuthTables &
  DeviceTables &
  ReadingTables &
  ArchiveTables &
  ApprovalTables &
  ConnectionTables &
  MemberTables &
  RegisterTables &
  RetentionTables &
  RestoredCopyTables &
  JobTables &
  AuditTables &
  ExportTables &
  SettingsTables &
  TextKeyTables &
  VaultTables &
  ViewTables;
