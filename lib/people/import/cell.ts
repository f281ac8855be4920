import { plainText } from '@/lib/export/spreadsheet-text';
import { visibleText } from '@/lib/export/visible-text';

const ends = /^[\s\p{Default_Ignorable_Code_Point}]+|[\s\p{Default_Ignorable_Code_Point}]+$/gu;
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/** A cell without blanks and invisible marks at its ends, and without the apostrophe of an export. */
export function cellText(cell: string): string {
  return plainText(cell.replace(ends, '')).replace(ends, '');
}

/** A phone number as it is dialled: any dash is a hyphen, and what is not seen goes. */
export function phoneText(cell: string): string {
  return cell
    .replace(unseen, '')
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim();
}

/** The addresses of a cell: `Ann <a@b.example>`, `mailto:`, and several with signs between. */
export function emailsOf(cell: string): string[] {
  return cell
    .replace(unseen, '')
    .split(/[;,\n]/)
    .map((part) => (/<([^<>]+)>\s*$/.exec(part)?.[1] ?? part).trim().replace(/^mailto:\s*/i, ''))
    .filter(Boolean);
}

/**
 * Is the cell how an export writes this value? Unseen characters are written out in a file (`[U+202E]`), and such a
 * value comes back unchanged.
 */
export function isSameText(stored: string, cell: string): boolean {
  return cellText(visibleText(stored)) === cellText(visibleText(cell));
}
