import type { TableSelection } from '@/lib/table/selection';

/** The ticked rows of a table. Pure, so that what a bulk action will be given can be tested without a browser. */
export const nothingSelected: TableSelection = { all: false, ids: [] };

/** Ticks or unticks rows; with "all that match" an unticked row becomes an exception. */
export function setSelected(selection: TableSelection, ids: string[], selected: boolean): TableSelection {
  const changed = new Set(ids);
  if (selection.all) {
    const except = selection.except.filter((id) => !changed.has(id));
    return { all: true, except: selected ? except : [...except, ...changed] };
  }
  const others = selection.ids.filter((id) => !changed.has(id));
  return { all: false, ids: selected ? [...others, ...changed] : others };
}

export function selectAll(): TableSelection {
  return { all: true, except: [] };
}

/** How many rows a selection stands for when `total` match the filter. */
export function selectionCount(selection: TableSelection, total: number): number {
  return selection.all ? Math.max(0, total - selection.except.length) : selection.ids.length;
}

/**
 * When the filter changes, single ticks stay (find one, tick it, find the next), while "all that match" would silently
 * come to mean other rows and is let go.
 */
export function afterFilterChange(selection: TableSelection): TableSelection {
  return selection.all ? nothingSelected : selection;
}

/**
 * The ticked ones of the rows that are loaded, as the table keeps them. A row that is ticked and not loaded must not
 * half tick the header.
 */
export function rowSelectionOf(selection: TableSelection, loaded: readonly string[]): Record<string, true> {
  const chosen = new Set(selection.all ? selection.except : selection.ids);
  return Object.fromEntries(
    loaded.filter((id) => chosen.has(id) !== selection.all).map((id) => [id, true as const]),
  );
}

/** What the table changed among the rows that are loaded, in the whole selection. */
export function applyRowSelection(
  selection: TableSelection,
  before: Record<string, true>,
  after: Record<string, true>,
): TableSelection {
  const added = Object.keys(after).filter((id) => !before[id]);
  const removed = Object.keys(before).filter((id) => !after[id]);
  return setSelected(setSelected(selection, added, true), removed, false);
}
