import { keepText, plainText } from '@/lib/export/spreadsheet-text';
import { hiddenText, visibleText } from '@/lib/export/visible-text';
import { trimUnseen } from '@/lib/text/trim-unseen';

const unseen = /\p{Default_Ignorable_Code_Point}/gu;
/** The rule for marks takes long for such a run of blanks, which no export has and a hostile file may. */
const manyBlanks = /[\s\p{Z}\p{Cf}\p{Cc}"]{200}/u;

/**
 * What a cell says: without the apostrophe of an export, with what an export wrote out (`[U+202E]`), and without blanks
 * and invisible marks at its ends. These may be why there is an apostrophe, so it goes first; a cell that a person wrote
 * may have blanks before it.
 */
export function cellText(cell: string): string {
  const trimmed = trimUnseen(cell);
  if (trimmed.startsWith("'") && manyBlanks.test(trimmed)) return trimmed;
  const plain = plainText(cell);
  return trimUnseen(hiddenText(plain === cell ? plainText(trimmed) : plain));
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

/** Is `read` what an import reads from a file in which an export wrote this value, in CSV, exactly or not, or a workbook? */
export function isExportOf(
  stored: string,
  read: string,
  field: (cell: string) => string = (cell) => cell,
): boolean {
  const visible = visibleText(stored);
  return [keepText(visible), visible, stored].some((cell) => field(cellText(cell)) === read);
}
