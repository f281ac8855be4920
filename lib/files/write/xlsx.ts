import { writeXlsxStream, XLSX_MAX_ROWS_PER_SHEET } from 'hucre/xlsx';
import { type Cell, cellText, type ExportColumn } from './cell';
import { visibleText } from './visible-text';
import { cellSpelling } from './workbook-cells';

const TIME_FORMAT = 'yyyy-mm-dd hh:mm:ss';

/**
 * A workbook as a stream of bytes, with a second sheet and so on where Excel's limit of rows is reached. Texts are text
 * cells, which no program evaluates; so they stay as they are.
 */
export function xlsxStream<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly ExportColumn<Extract<keyof Row, string>>[],
  { sheet, maxRowsPerSheet = XLSX_MAX_ROWS_PER_SHEET }: { sheet: string; maxRowsPerSheet?: number },
): ReadableStream<Uint8Array> {
  return writeXlsxStream(xlsxRows(rows, columns), {
    name: sheetName(sheet),
    columns: columns.map((column) => ({
      header: cellSpelling(column.title),
      ...(isTime(column) ? { width: 20, numFmt: TIME_FORMAT } : { width: 16 }),
    })),
    freezePane: { rows: 1 },
    maxRowsPerSheet,
  });
}

async function* xlsxRows<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly ExportColumn<Extract<keyof Row, string>>[],
) {
  for await (const row of rows) yield columns.map((column) => xlsxCell(row[column.key] as Cell, column));
}

function isTime(column: ExportColumn): boolean {
  return column.type === 'instant' || column.type === 'wall';
}

type XlsxCell = string | number | boolean | Date | null;

function xlsxCell(value: Cell, column: ExportColumn): XlsxCell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return excelDate(value);
  if (typeof value !== 'string') return value;
  if (column.type === 'wall') {
    const wall = new Date(`${value.replace(' ', 'T')}Z`);
    if (!Number.isNaN(wall.getTime())) return excelDate(wall);
  }
  return cellSpelling(value);
}

/** Excel has no day before 1900: such a moment goes in as text. */
function excelDate(moment: Date): Date | string | null {
  if (Number.isNaN(moment.getTime())) return null;
  const year = moment.getUTCFullYear();
  return year >= 1900 && year <= 9999 ? moment : cellText(moment);
}

/** Excel refuses some characters, a length over 31, and one reserved word; continuation sheets add a suffix. */
function sheetName(name: string): string {
  const clean = visibleText(name)
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, 28)
    .trim();
  return clean === '' || clean.toLowerCase() === 'history' ? 'Export' : clean;
}
