import { defuseFormula } from '@/lib/export/cell';
import { visibleText } from '@/lib/export/visible-text';

/** What a cell said before an export put an apostrophe in front of what a spreadsheet would take for a formula. */
export function plainCell(cell: string): string {
  const rest = cell.startsWith("'") ? cell.slice(1) : cell;
  return rest !== cell && defuseFormula(rest) !== rest ? rest : cell;
}

/**
 * Is the cell how an export writes this value? Unseen characters are written out in a file (`[U+202E]`), and such a
 * value comes back unchanged.
 */
export function isSameText(stored: string, cell: string): boolean {
  return plainCell(visibleText(stored)).trim() === plainCell(visibleText(cell)).trim();
}
