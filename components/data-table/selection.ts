import type { TableSelection } from '@/lib/table/selection';

/** The selected rows. Pure, so that the input of bulk actions can be tested without a browser. */
export const nothingSelected: TableSelection = { all: false, ids: [] };

/** Selects or deselects rows. With "all that match", a deselected row becomes an exception. */
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

export function selectionCount(selection: TableSelection, total: number): number {
  return selection.all ? Math.max(0, total - selection.except.length) : selection.ids.length;
}

/**
 * When the filter changes, single selections stay. "All that match" ends, because it would silently mean other rows.
 */
export function afterFilterChange(selection: TableSelection): TableSelection {
  return selection.all ? nothingSelected : selection;
}

/** The selected rows among the loaded ones. A selected row that is not loaded must not half check the header. */
export function rowSelectionOf(selection: TableSelection, loaded: readonly string[]): Record<string, true> {
  const chosen = new Set(selection.all ? selection.except : selection.ids);
  return Object.fromEntries(
    loaded.filter((id) => chosen.has(id) !== selection.all).map((id) => [id, true as const]),
  );
}

/** Applies a change of the loaded rows to the whole selection. */
export function applyRowSelection(
  selection: TableSelection,
  before: Record<string, true>,
  after: Record<string, true>,
): TableSelection {
  const added = Object.keys(after).filter((id) => !before[id]);
  const removed = Object.keys(before).filter((id) => !after[id]);
  return setSelected(setSelected(selection, added, true), removed, false);
}
