import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorCode } from '@/lib/errors';
import type { Gaps } from '@/lib/readings/gaps';
import type { BulkSelection } from '@/lib/table/selection';

/** A column, declared as data. Columns live in a client file `components/<resource>/<resource>-columns.tsx`. */
export type DataColumn<Row> = {
  /** Stable: the column's name in remembered preferences, and in `sort` when `sortable`. */
  id: string;
  /** Already in the person's language. */
  title: string;
  /** In the column that names the row (`phone: 'title'`) no link or button when the row opens something itself. */
  cell: (row: Row) => ReactNode;
  /** Must be among the table query's `sorts`. */
  sortable?: boolean;
  /** Numbers and their titles stand right, with tabular figures. */
  align?: 'start' | 'end';
  /** Share of the width in px at 1440; columns grow from it and never go below two thirds. Default 160. */
  width?: number;
  /** Default true. The column that names the row cannot be hidden. */
  hideable?: boolean;
  /** Hidden until asked for in the column menu. */
  initiallyHidden?: boolean;
  /** On a phone a row is two lines: `title` leads, `aside` stands right of it, `line` follow beneath, `none` are left out. */
  phone?: 'title' | 'aside' | 'line' | 'none';
  /** Of a short `line`: on a phone the others are cut before it is. */
  phoneWhole?: boolean;
  /** Its share of the width between phone and desk (640 to 1279 px); `none` where it would cut the others short. Default `width`. */
  tablet?: number | 'none';
};

export type FilterOption = {
  value: string;
  label: string;
  count?: number;
  icon?: LucideIcon;
  /** Further texts that it is found by, besides its label. */
  words?: readonly string[];
};

/** A filter of the bar; `id` is its key in the address and in the table query's `filters`. */
export type TableFilter =
  | { kind: 'one'; id: string; label: string; options: FilterOption[] }
  | { kind: 'many'; id: string; label: string; options: FilterOption[] }
  | { kind: 'switch'; id: string; label: string }
  /** Two days of the address, both included. */
  | { kind: 'days'; label: string; from: string; to: string };

/** The parsed table query (`parseTableQuery(...).query`), as the page passes it on. */
export type TableState = { q: string; sort: string; dir: 'asc' | 'desc' } & Record<string, unknown>;

/** What bulk actions are given. */
export type BulkContext = {
  /** Ready for an action's input; see `bulkSelectionSchema`. */
  selection: BulkSelection;
  /** How many rows that is: for the words on the button ("Revoke 6 doorcodes"). */
  count: number;
  clear: () => void;
};

/** Answer of `GET /api/<resource>`: a range of rows, the number that match, and in cursor mode where to go on. */
export type RowsAnswer<Row> = {
  rows: Row[];
  total?: number;
  next?: string | null;
  above?: string | null;
  /** As of the page's own `gaps`, for lists that are fetched again while they are read. */
  gaps?: Gaps;
};

/** Rows that hold others, shown beneath them when they are opened. Only with `next` (ranges by cursor). */
export type TableExpansion<Row> = {
  within: (row: Row) => Row[];
  /** The button's name. */
  label: (row: Row, open: boolean) => string;
};

/**
 * A `Row` is plain JSON, moments as ISO strings: the first rows come with the page, later ones through `fetch`, and both
 * must look alike.
 */
export type DataTableProps<Row> = {
  /** Names the table in remembered preferences: `rooms`, `doorcodes`, `building-rooms`. */
  id: string;
  /** Accessible name: what the rows are. */
  label: string;
  columns: DataColumn<Row>[];
  rowId: (row: Row) => string;
  /** The row in words ("Room 1204, Harbor View"): the name of its checkbox and of its link. */
  rowLabel: (row: Row) => string;

  /** First range, loaded by the page. */
  rows: Row[];
  /** How many rows the filter matches. */
  total: number;
  /** There are more than `total`: they are still being counted. */
  over?: boolean;
  /** Meanwhile this says how many there are: the server sends it as soon as it knows. */
  exact?: ReactNode;
  state: TableState;
  /** What each key is when the address does not name it; such values are left out of the address. */
  defaults: { sort: string; dir: 'asc' | 'desc' };
  /** Parts of the address that could not be understood (`parseTableQuery(...).ignored`): said above the table. */
  ignored?: string[];

  /** `GET` here for further ranges: `?offset=&limit=&<filters>`, or `?after=<next>&…` when `next` is given. */
  rowsPath: string;
  /** Cursor of the range after `rows`; null at the end. Given: "load more" in place of jumping by offset. */
  next?: string | null;
  /** The list begins somewhere else than at its top: how that is said, the cursor upwards, and the key that leads to the top. */
  start?: { label: string; above: string | null; leave: string } | undefined;
  /** Fixed filters that are not in the address, e.g. the building of a building's page. Sent with ranges and exports. */
  fixed?: Record<string, string>;
  /** `/api/<resource>/export`; leave out for no export. */
  exportPath?: string;

  /** Label of the text search; leave out for none. */
  search?: string;
  filters?: TableFilter[];
  /** Right of the filters: further controls of this page. */
  tools?: ReactNode;

  expansion?: TableExpansion<Row>;

  /** Actions for ticked rows; given, rows can be ticked. */
  bulk?: (context: BulkContext) => ReactNode;
  /** A row opens this address … */
  rowHref?: (row: Row) => string;
  /** … or these details at the side. Rendered in a sheet headed by `rowLabel`. */
  details?: (row: Row) => ReactNode;

  /** There is nothing at all (no filter set). */
  /** `notShown`: why rows that belong here are not shown to this person. It replaces the other texts. */
  empty: { title: string; text: string; action?: ReactNode; notShown?: string };
  /** The rows shown are the last known ones: reading anew failed, or has not happened since. */
  stale?: { readAt: string | null; code?: ErrorCode };
  /** How well the facts behind the rows are known: without all of them, no row is not "nothing matches". */
  gaps?: Gaps;
  /** Nothing could be read: a panel with a retry stands in place of the rows. */
  error?: ErrorCode;
};
