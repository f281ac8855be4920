import type { ColumnType, Generated } from 'kysely';

export type RetentionMode = 'delete' | 'anonymise';

export type RetentionRuleTable = {
  workspace_id: string;
  building_name: string;
  mode: RetentionMode;
  days: number;
  actor: string;
  account: string;
  changed_at: ColumnType<Date, Date | undefined, Date>;
  due_at: ColumnType<Date, Date | undefined, Date>;
  cutoff: ColumnType<Date | null, Date | null | undefined, Date | null>;
  intent_seq: ColumnType<number | null, number | null | undefined, number | null>;
  affected: Generated<number>;
  finished_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  last_affected: ColumnType<number | null, number | null | undefined, number | null>;
};

/** Days whose events no rule removes. Select them as text: the driver would return a local midnight. */
export type RetentionHoldTable = {
  workspace_id: string;
  id: Generated<string>;
  building_name: string | null;
  name: string;
  reason: string;
  from_day: ColumnType<Date, string, string>;
  to_day: ColumnType<Date | null, string | null, string | null>;
  actor: string;
  changed_at: ColumnType<Date, Date | undefined, Date>;
};

export type RetentionTables = { retention_rule: RetentionRuleTable; retention_hold: RetentionHoldTable };
