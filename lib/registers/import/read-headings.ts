import { foldAccents } from '@/lib/text/fold-text';
import { cellText } from './cell';
import { headingWords } from './heading-words';
import { ImportProblem } from './import-error';

export const importFields = [
  'id',
  'name',
  'email',
  'phone',
  'building',
  'room',
  'movedIn',
  'movedOut',
  'note',
] as const;
export type ImportField = (typeof importFields)[number];

type Word = keyof typeof headingWords;
/** `alsoNote`: a second phone or address, stored in the note under its heading. */
export type ColumnField = ImportField | 'firstName' | 'lastName' | 'alsoNote' | 'ignored';

const fieldOf = new Map(
  (Object.keys(headingWords) as Word[]).flatMap((field) =>
    headingWords[field].split(/\s+/).map((word) => [bareWord(word), field] as const),
  ),
);

export type Column = {
  heading: string;
  /** `ignored`: known, but not needed. Null: not understood, and reported. */
  field: ColumnField | null;
};

const several: ReadonlySet<string> = new Set(['email', 'phone']);

/** Throws `noName` if no column says who the people are. */
export function readHeadings(cells: readonly string[]): Column[] {
  const seen = new Set<string>();
  const columns = cells.map((cell): Column => {
    const heading = cellText(cell).replace(/^'+/, '');
    const field = lookUp(heading);
    if (field === null || field === 'ignored') return { heading, field };
    if (!seen.has(field)) {
      seen.add(field);
      return { heading, field };
    }
    // The first column counts. A further contact goes to the note; any other repeated column is reported as unused.
    return { heading, field: several.has(field) ? 'alsoNote' : null };
  });
  if (seen.has('name')) {
    return columns.map((column) =>
      column.field === 'firstName' || column.field === 'lastName' ? { ...column, field: null } : column,
    );
  }
  if (!seen.has('lastName') && !seen.has('firstName')) throw new ImportProblem({ code: 'noName' });
  return columns;
}

export function isKnownHeading(text: string): boolean {
  return lookUp(text) !== null;
}

function bareWord(text: string): string {
  return foldAccents(text).replace(/[\s\p{P}\p{S}]/gu, '');
}

function lookUp(heading: string): Word | null {
  const word = bareWord(heading);
  const found = fieldOf.get(word) ?? null;
  // Numbered columns such as "Phone 2".
  return found ?? fieldOf.get(word.replace(/\d+$/, '')) ?? null;
}
