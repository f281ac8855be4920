import type { Generated } from 'kysely';

/** A restore of a backup into this database. */
export type RestoredCopyTable = {
  id: Generated<number>;
  /** When the backup was made. */
  made_at: Date;
  restored_at: Generated<Date>;
  /** Null: an operator has not allowed calls to the cloud yet. */
  allowed_at: Date | null;
};

export type RestoredCopyTables = { restored_copy: RestoredCopyTable };
