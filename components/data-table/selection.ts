import type { TableSelection } from '@/lib/table/selection';

/** The ticked rows of a table. Pure, so that what a bulk action will be given can be tested without a browser. */
export const nothingSelected: TableSelection = { all: false, ids: [] };

export function isSelected(selection: TableSelection, id: string): boolean {
  return selection.all ? !selection.except.includes(id) : selection.ids.includes(id);
}

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

/** State of the header's checkbox over the rows that are loaded. */
export function headerState(selection: TableSelection, loaded: string[]): 'none' | 'some' | 'all' {
  if (loaded.length === 0) return 'none';
  const chosen = selection.all ? null : new Set(selection.ids);
  const count = loaded.filter((id) => (chosen ? chosen.has(id) : isSelected(selection, id))).length;
  if (count === loaded.length) return 'all';
  return count > 0 ? 'some' : 'none';
}
