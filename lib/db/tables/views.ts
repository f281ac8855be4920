import type { ColumnType, Generated } from 'kysely';
import type { TextKey } from './text-keys';

/** Which columns of one table a person has hidden, and the order they want them in. */
export type ColumnPreference = { hidden: string[]; order: string[] };

/** The lists that can have saved views. */
export type ViewPage = 'events';

export type SavedViewTable = {
  workspace_id: string;
  id: Generated<string>;
  page: ViewPage;
  name: string;
  /** The name as names are compared. */
  folded: string;
  order_name: TextKey;
  /** Filters and order as the page's address has them, without the question mark. */
  query: string;
  /** Null: as each person has them. Written as JSON text. */
  columns: ColumnType<ColumnPreference | null, string | null, string | null>;
  density: string | null;
  /** Who saved it first. */
  created_by: string;
  created_at: ColumnType<Date, Date | undefined, never>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
  revision: ColumnType<number, number | undefined, number>;
};

export type ViewTables = { saved_view: SavedViewTable };
