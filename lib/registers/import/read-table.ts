import { CsvError, parse } from 'csv-parse/sync';
import { csvCell } from './cell';
import { ImportProblem } from './import-error';

export const mostRows = 5_000;

export type Separator = ',' | ';' | '\t';
export type Line = {
  /** Where the row begins in the file, from 1. */
  line: number;
  cells: string[];
  /** Of a workbook, whose cells say what they say; in CSV an apostrophe in front is taken for an export's. */
  exact?: boolean;
};
/** `separator` is null for a workbook. */
export type FileTable = { separator: Separator | null; heading: Line; rows: Line[] };

/** The file's rows as cells. Blank rows are left out. */
export function readTable(text: string): FileTable {
  const { separator, body, skipped } = findSeparator(text);
  const [heading, ...rows] = parseLines(withoutBlankEnd(body), separator).map(({ line, cells }) => ({
    line: line + skipped,
    cells,
  }));
  if (!heading) throw new ImportProblem({ code: 'empty' });
  return { separator, heading, rows };
}

/** What stands most often between the headings; or what Excel's own first line (`sep=;`) says. */
function findSeparator(text: string): { separator: Separator; body: string; skipped: number } {
  const told = /^"?sep=([,;\t])"?\r?\n/i.exec(text);
  if (told) return { separator: told[1] as Separator, body: text.slice(told[0].length), skipped: 1 };
  const counts = new Map<Separator, number>([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let quoted = false;
  let begun = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === '\n' || char === '\r') {
      if (begun) break;
      continue;
    }
    begun ||= char.trim() !== '';
    const count = counts.get(char as Separator);
    if (count !== undefined) counts.set(char as Separator, count + 1);
  }
  const [best] = [...counts].sort(([, one], [, other]) => other - one);
  return { separator: best?.[0] ?? ',', body: text, skipped: 0 };
}

/** Sheets come with thousands of rows of nothing but separators after their last one. */
function withoutBlankEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t,;\r\n'.includes(text.charAt(end - 1))) end--;
  const lineEnd = text.slice(end).search(/[\r\n]/);
  return lineEnd === -1 ? text : text.slice(0, end + lineEnd);
}

/** Rows that are looked at, blank ones too: each takes the parser a moment during which nobody else is served. */
const mostLooked = mostRows * 4;
/** … and cells, which cost it as much: sixty columns in each row. */
export const mostColumns = 200;
const mostCells = mostRows * 60;

/** Blank rows are counted as lines, and left out. */
function parseLines(text: string, delimiter: Separator): Line[] {
  const found: Line[] = [];
  let next = 1;
  let looked = 0;
  let cellsLooked = 0;
  try {
    parse(text, {
      delimiter,
      // A file that was written on two systems has both.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: 100_000,
      on_record: (cells: string[], { lines }) => {
        if (cells.length > mostColumns)
          throw new ImportProblem({ code: 'tooManyColumns', most: mostColumns, line: next });
        if (cells.some((cell) => cell.trim() !== '')) found.push({ line: next, cells: cells.map(csvCell) });
        next = lines + 1;
        looked++;
        cellsLooked += cells.length;
        // The heading is one of those found. What is not looked at is refused: cut off, it would be missed by nobody.
        if (found.length > mostRows + 1 || looked > mostLooked || cellsLooked > mostCells)
          throw new ImportProblem({ code: 'tooManyRows', most: mostRows });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ImportProblem({ code: 'quote', line: typeof error.lines === 'number' ? error.lines : 1 });
  }
  return found;
}
