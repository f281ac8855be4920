import type { ColumnType } from 'kysely';

/** What searches compare with, or lists are ordered by: lib/text/stored-keys.ts works it out. */
export type TextKey = ColumnType<string, string | undefined, string>;

export type AuditTextTable = {
  seq: number;
  workspace_id: string | null;
  folded: string;
  order_actor: string;
  order_subject: string;
};

export type TextKeyTables = { audit_text: AuditTextTable };
