import type { ColumnType, Generated } from 'kysely';
import type { TextKey } from './text-keys';

export type ColumnPreference = { hidden: string[]; order: string[] };

export type SavedViewTable = {
  workspace_id: string;
  id: Generated<string>;
  /** The list page that it is a view of. */
  page: string;
  name: string;
  folded: string;
  order_name: TextKey;
  query: string;
  /** Null: the user's own columns. Written as JSON text. */
  columns: ColumnType<ColumnPreference | null, string | null, string | null>;
  density: string | null;
  created_by: string;
  member_id: ColumnType<string | null, string | null | undefined, never>;
  created_at: ColumnType<Date, Date | undefined, never>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
  revision: ColumnType<number, number | undefined, number>;
};

export type ViewTables = { saved_view: SavedViewTable };
