import { keepText, plainText } from '@/lib/files/write/spreadsheet-text';
import { fileText, hiddenText } from '@/lib/files/write/visible-text';
import { trimUnseen } from '@/lib/text/trim-unseen';
import { personFields } from '../people/schema';

const unseen = /\p{Default_Ignorable_Code_Point}/gu;
/** Such a run of blanks takes the rule for marks too long. No export has one; a hostile file may. */
const manyBlanks = /[\s\p{Z}\p{Cf}\p{Cc}"]{200}/u;

/**
 * A cell of CSV without the apostrophe that an export put there; a workbook needs none and has none. Blanks and invisible
 * marks at the ends may be why there is one, so it goes before they do; a cell that a person wrote may have blanks before it.
 */
export function csvCell(cell: string): string {
  const trimmed = trimUnseen(cell);
  if (!trimmed.startsWith("'") || manyBlanks.test(trimmed)) return cell;
  const plain = plainText(cell);
  return plain === cell ? plainText(trimmed) : plain;
}

/** What a cell says: with what an export wrote out (`[U+202E]`), and without blanks and invisible marks at its ends. */
export function cellText(cell: string): string {
  return trimUnseen(hiddenText(cell));
}

/** A phone number as it is dialled: any dash is a hyphen, and what is not seen goes. */
export function phoneText(cell: string): string {
  return cell
    .replace(unseen, '')
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim();
}

/**
 * The addresses of a cell: `Ann <a@b.example>`, `mailto:`, and several with signs between. The register takes such a sign
 * within an address too: then only one of the parts is one.
 */
export function emailsOf(cell: string): string[] {
  const parts = cell
    .replace(unseen, '')
    .split(/[;,\n]/)
    .map((part) => (/<([^<>]+)>\s*$/.exec(part)?.[1] ?? part).trim().replace(/^mailto:\s*/i, ''))
    .filter(Boolean);
  const isOne = parts.some((part) => !part.includes('@')) && personFields.email.safeParse(cell).success;
  return isOne ? [cell] : parts;
}

/**
 * Would an import read this text where an export wrote `stored`? `csv`: as CSV or exact CSV, else in a workbook.
 */
export function isExportOf(
  stored: string,
  { read, csv }: { read: string; csv: boolean },
  field: (cell: string) => string = (cell) => cell,
): boolean {
  const cells = csv ? [keepText(fileText(stored)), stored].map(csvCell) : [fileText(stored)];
  return cells.some((cell) => field(cellText(cell)) === read);
}
