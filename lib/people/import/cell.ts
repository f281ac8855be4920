import { plainText } from '@/lib/export/spreadsheet-text';
import { visibleText } from '@/lib/export/visible-text';

/**
 * Is the cell how an export writes this value? Unseen characters are written out in a file (`[U+202E]`), and such a
 * value comes back unchanged.
 */
export function isSameText(stored: string, cell: string): boolean {
  return plainText(visibleText(stored)).trim() === plainText(visibleText(cell)).trim();
}
