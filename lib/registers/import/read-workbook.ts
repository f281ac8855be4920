import { setImmediate as nextTurn } from 'node:timers/promises';
import { streamXlsxRows } from 'hucre/xlsx';
import { dayText } from '@/lib/text/wall-text';
import { checkXml, mostElements } from './check-xml';
import { ImportProblem } from './import-error';
import { readHeadings } from './read-headings';
import { type FileTable, type Line, mostColumns, mostRows } from './read-table';
import { packParts, unpackParts, type ZipPart } from './zip-parts';

const mostLooked = mostRows * 4;
const mostPlaces = 16_384 * mostRows;
/** Cells after which other requests are served. */
const portion = 100_000;
/** Characters of all cells. A shared text counts each time it is used. */
const mostText = 24_000_000;
const mostCellText = 32_767;

/** The first sheet. Nothing is calculated: a formula gives its saved value. */
export async function readWorkbook(bytes: Uint8Array): Promise<FileTable> {
  const parts = await checkedParts(bytes);
  const found: Line[] = [];
  let looked = 0;
  let places = 0;
  let text = 0;
  let pausedAt = 0;
  let days: ReadonlySet<number> = new Set();
  try {
    for await (const { index, values } of streamXlsxRows(packParts(parts), { sheet: 0 })) {
      places += values.length;
      const cells = values.map((value, column) => (days.has(column) ? dayCellOf(value) : cellOf(value)));
      while (cells.at(-1) === '') cells.pop();
      if (cells.length > mostColumns) {
        throw new ImportProblem({ code: 'tooManyColumns', most: mostColumns, line: index + 1 });
      }
      if (cells.length > 0) {
        if (found.length === 0) days = dayColumns(cells);
        found.push({ line: index + 1, cells, exact: true });
      }
      looked++;
      if (found.length > mostRows + 1 || looked > mostLooked) {
        throw new ImportProblem({ code: 'tooManyRows', most: mostRows });
      }
      for (const { length } of cells) {
        text += length;
        if (length > mostCellText) throw new ImportProblem({ code: 'bigWorkbook' });
      }
      if (places > mostPlaces || text > mostText) throw new ImportProblem({ code: 'bigWorkbook' });
      if (looked % 200 === 0 || places > pausedAt + portion) {
        pausedAt = places;
        await nextTurn();
      }
    }
  } catch (error) {
    if (error instanceof ImportProblem) throw error;
    throw new ImportProblem({ code: 'badWorkbook' });
  }
  const [heading, ...rows] = found;
  if (!heading) throw new ImportProblem({ code: 'empty' });
  return { separator: null, heading, rows };
}

/** Other parts, such as pictures, are not read. */
const isXml = ({ path }: ZipPart) => /\.(xml|rels)$/i.test(path);

/** The library gets only these parts, each within the limits. */
async function checkedParts(bytes: Uint8Array): Promise<ZipPart[]> {
  const parts = (await unpackParts(bytes)).filter(isXml);
  const budget = { elements: mostElements };
  for (const { content } of parts) {
    for (const _ of checkXml(content, budget)) await nextTurn();
  }
  return parts;
}

function dayColumns(heading: readonly string[]): ReadonlySet<number> {
  const fields = readHeadings(heading).map(({ field }) => field);
  return new Set(
    fields.flatMap((field, column) => (field === 'movedIn' || field === 'movedOut' ? [column] : [])),
  );
}

/** Excel counts a 29 February 1900 that never was (its day 60), so day 0 is 30 December 1899. */
const dayZero = Date.UTC(1899, 11, 30);
const lastDay = 110_000;

/** A day without its format is the number of days since 1900. */
function dayCellOf(value: unknown): string {
  if (typeof value !== 'number' || !Number.isInteger(value) || value <= 60 || value > lastDay)
    return cellOf(value);
  return dayText(dayZero + value * 86_400_000);
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return '';
    const [day = '', time = ''] = value.toISOString().split('T');
    return time === '00:00:00.000Z' ? day : `${day} ${time.slice(0, 8)}`;
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'object' && 'text' in value ? value.text : '';
  return typeof text === 'string' ? text : '';
}
