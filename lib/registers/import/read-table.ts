import { CsvError, parse } from 'csv-parse/sync';
import { csvCell } from './cell';
import { ImportProblem } from './import-error';

export const mostRows = 5_000;

export type Separator = ',' | ';' | '\t';
export type Line = {
  line: number;
  cells: string[];
  /** For a workbook: its cells are literal. In CSV a leading apostrophe may come from an export. */
  exact?: boolean;
};
export type FileTable = { separator: Separator | null; heading: Line; rows: Line[] };

export function readTable(text: string): FileTable {
  const { separator, body, skipped } = findSeparator(text);
  const [heading, ...rows] = parseLines(withoutBlankEnd(body), separator).map(({ line, cells }) => ({
    line: line + skipped,
    cells,
  }));
  if (!heading) throw new ImportProblem({ code: 'empty' });
  return { separator, heading, rows };
}

/** The most frequent one in the headings, or the one of Excel's own first line (`sep=;`). */
function findSeparator(text: string): { separator: Separator; body: string; skipped: number } {
  const stated = /^"?sep=([,;\t])"?\r?\n/i.exec(text);
  if (stated) return { separator: stated[1] as Separator, body: text.slice(stated[0].length), skipped: 1 };
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

/** Sheets may end with thousands of rows that hold only separators. */
function withoutBlankEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t,;\r\n'.includes(text.charAt(end - 1))) end--;
  const lineEnd = text.slice(end).search(/[\r\n]/);
  return lineEnd === -1 ? text : text.slice(0, end + lineEnd);
}

/** Rows to parse, blank ones included. Parsing blocks other requests. */
const mostLooked = mostRows * 4;
/** …and cells: sixty columns in each row. */
export const mostColumns = 200;
const mostCells = mostRows * 60;

/** Blank rows count as lines, but are left out. */
function parseLines(text: string, delimiter: Separator): Line[] {
  const found: Line[] = [];
  let next = 1;
  let looked = 0;
  let cellsLooked = 0;
  try {
    parse(text, {
      delimiter,
      // A file written on two systems has both.
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
        // One more for the heading. Refused, not cut off, because a missing row would go unnoticed.
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
