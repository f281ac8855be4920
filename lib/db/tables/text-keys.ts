import type { ColumnType } from 'kysely';

/** For search or order; computed by `lib/text/stored-keys.ts`. */
export type TextKey = ColumnType<string, string | undefined, string>;

export type AuditTextTable = {
  seq: number;
  workspace_id: string | null;
  folded: string;
  order_actor: string;
  order_subject: string;
};

export type TextKeyTables = { audit_text: AuditTextTable };
