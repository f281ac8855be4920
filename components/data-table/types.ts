import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorCode } from '@/lib/errors';
import type { Gaps } from '@/lib/readings/gaps';
import type { PackedCounts } from '@/lib/table/match-choices';
import type { PackedRows } from '@/lib/table/packed-rows';
import type { ListState } from '@/lib/table/query';
import type { BulkSelection } from '@/lib/table/selection';

/** A column as data. Columns are in a client file `components/<resource>/<resource>-columns.tsx`. */
export type DataColumn<Row> = {
  /** Stable: the name in stored preferences and in `sort`. */
  id: string;
  title: string;
  /** In the `phone: 'title'` column, contains no link or button if the row opens something. */
  cell: (row: Row) => ReactNode;
  /** Must be one of the table query's `sorts`. */
  sortable?: boolean;
  /** `end` for numbers, with tabular figures. */
  align?: 'start' | 'end';
  /** Share of the width in px at 1440. Columns grow, and never go below two thirds. Default 160. */
  width?: number;
  /** Default true. The naming column cannot be hidden. */
  hideable?: boolean;
  initiallyHidden?: boolean;
  /** On a phone a row has two lines: `title` first, `aside` right of it, `line` below. `none` is left out. */
  phone?: 'title' | 'aside' | 'line' | 'none';
  /** A name: a long one has two lines, except on a phone. */
  clamp?: boolean;
  /** A short `line`: on a phone the others are cut first. */
  phoneWhole?: boolean;
  /** Share of the width from 640 to 1279 px. `none` if it would cut the others. Default `width`. */
  tablet?: number | 'none';
};

export type FilterOption = {
  value: string;
  label: string;
  count?: number;
  icon?: LucideIcon;
  words?: readonly string[];
};

/** `id` is the key in the address and in the table query's `filters`. */
export type TableFilter =
  | { kind: 'one'; id: string; label: string; options: FilterOption[] }
  | { kind: 'many'; id: string; label: string; options: FilterOption[] }
  | { kind: 'switch'; id: string; label: string }
  /** With `timed`, the range has hours and minutes. */
  | { kind: 'days'; label: string; from: string; to: string; timed?: true };

export type OptionFilter = Extract<TableFilter, { kind: 'one' | 'many' }>;

/** A list as its page hands it to its table. */
export type ListProps<Row> = ListState & {
  /** Packed by a page, plain where the browser fetched them. */
  rows: Row[] | PackedRows<Row>;
  total: number;
  /** How complete the data behind the rows is. With gaps, an empty list is not "nothing matches". */
  gaps?: Gaps | undefined;
  /** Nothing could be read. A panel with a retry replaces the rows. */
  error?: ErrorCode | null | undefined;
};

export type BulkContext = {
  /** An action's input. See `bulkSelectionSchema`. */
  selection: BulkSelection;
  count: number;
  clear: () => void;
};

/** Answer of `GET /api/<resource>`: rows, the number that match, and the cursor if there is one. */
export type RowsAnswer<Row> = {
  rows: Row[];
  total?: number;
  next?: string | null;
  above?: string | null;
  /** Like the page's `gaps` and counts, for lists that are fetched again while rooms are read. */
  gaps?: Gaps;
  counts?: PackedCounts;
};

/** Rows that contain others, shown when expanded. Only with `next` (ranges by cursor). */
export type TableExpansion<Row> = {
  within: (row: Row) => Row[];
  label: (row: Row, open: boolean) => string;
};

/** A `Row` is plain JSON with moments as ISO strings, because later rows come through `fetch`. */
export type DataTableProps<Row> = ListProps<Row> & {
  /** Name in stored preferences: `rooms`, `doorcodes`, `building-rooms`. */
  id: string;
  label: string;
  columns: DataColumn<Row>[];
  rowId: (row: Row) => string;
  /** The row in words ("Room 1204, Harbor View"): names its checkbox and its link. */
  rowLabel: (row: Row) => string;

  /** There are more rows than `total`: counting continues. */
  over?: boolean;
  /** Replaces `total` as soon as the server knows the exact number. */
  exact?: ReactNode;

  /** `GET` here for further ranges: `?offset=&limit=&<filters>`, or `?after=<next>&…` with `next`. */
  path: string;
  /** False: there is no `export` below `path`. */
  exported?: boolean;
  /** Saves an export that may be refused until the person has shown who they are. Left out: exports are links. */
  onExport?: (address: string) => void;
  /** Cursor of the next range. null: the end. If given, there is "Load more" instead of ranges by offset. */
  next?: string | null;
  /** The list does not begin at its top: the text for that, the cursor upwards, and the key that leads to the top. */
  start?: { label: string; above: string | null; leave: string } | undefined;
  /** Fixed filters that are not in the address, such as a building page's building. Sent with ranges and exports. */
  fixed?: Record<string, string>;

  /** Label of the text search. Without it there is none. */
  search?: string;
  filters?: TableFilter[];
  /** Icons next to the export. */
  tools?: ReactNode;
  /** Further choices in "Display". */
  display?: ReactNode;

  expansion?: TableExpansion<Row>;

  /** Actions for selected rows. Without it rows cannot be selected. */
  bulk?: (context: BulkContext) => ReactNode;
  rowHref?: (row: Row) => string;
  details?: (row: Row) => ReactNode;

  /** For a list without any filter. `notShown` says why existing rows are hidden, and replaces the other texts. */
  empty: { title: string; text: string; action?: ReactNode; notShown?: string };
};
