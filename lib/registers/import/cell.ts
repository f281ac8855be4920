import { fileText, hiddenText } from '@/lib/files/write/file-text';
import { keepText, plainText } from '@/lib/files/write/spreadsheet-text';
import { trimUnseen } from '@/lib/text/trim-unseen';
import { personFields } from '../people/schema';

const unseen = /\p{Default_Ignorable_Code_Point}/gu;
/** A longer run of blanks makes the rule for marks too slow. No export has one, but a hostile file may. */
const manyBlanks = /[\s\p{Z}\p{Cf}\p{Cc}"]{200}/u;

/** Removes an apostrophe that an export added. It comes before trimming, because blanks at the ends may be its reason. */
export function csvCell(cell: string): string {
  const trimmed = trimUnseen(cell);
  if (!trimmed.startsWith("'") || manyBlanks.test(trimmed)) return cell;
  const plain = plainText(cell);
  return plain === cell ? plainText(trimmed) : plain;
}

/** Also turns what an export wrote out (`[U+202E]`) back into its character. */
export function cellText(cell: string): string {
  return trimUnseen(hiddenText(cell));
}

/** As it is dialled: any dash is a hyphen, and invisible marks are removed. */
export function phoneText(cell: string): string {
  return cell
    .replace(unseen, '')
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim();
}

/** Accepts `Ann <a@b.example>`, `mailto:`, and lists. The register allows a separator inside an address, so that stays one. */
export function emailsOf(cell: string): string[] {
  const parts = cell
    .replace(unseen, '')
    .split(/[;,\n]/)
    .map((part) => (/<([^<>]+)>\s*$/.exec(part)?.[1] ?? part).trim().replace(/^mailto:\s*/i, ''))
    .filter(Boolean);
  const isOne = parts.some((part) => !part.includes('@')) && personFields.email.safeParse(cell).success;
  return isOne ? [cell] : parts;
}

/** Whether an import of `stored`, exported as CSV or (without `csv`) in a workbook, gives this text. */
export function isExportOf(
  stored: string,
  { read, csv }: { read: string; csv: boolean },
  field: (cell: string) => string = (cell) => cell,
): boolean {
  const cells = csv ? [keepText(fileText(stored)), stored].map(csvCell) : [fileText(stored)];
  return cells.some((cell) => field(cellText(cell)) === read);
}
