import { type Cell, cellText, csvField, type ExportColumn, exactField } from './cell';
import { jsonText } from './json-lines';
import { type LinesChunk, LinesCollector } from './lines-chunk';
import { breaksOf, type LinesFile } from './lines-file';
import { rowOfCells } from './workbook-cells';

/** A row as a line of a format. Migrations 0012, 0019, 0034 and 0041 do the same in SQL, for events. */
export function lineOf<Row>(
  { format, exact = false, columns }: Pick<LinesFile, 'format' | 'exact' | 'columns'>,
  row: Row,
): string {
  // A column's key is one of the row's, by the types of `exportResponse`.
  const values = columns.map((column) => [column, row[column.key as keyof Row] as Cell] as const);
  if (format === 'xlsx') return rowOfCells(values);
  if (format === 'json') return `${jsonText(Object.fromEntries(values.map(jsonField)))}\n`;
  const fields = values.map(([{ type }, value]) => (exact ? exactField(value) : csvField(value, type)));
  return `${fields.join(',')}\r\n`;
}

function jsonField([{ key }, value]: readonly [ExportColumn, Cell]) {
  return [key, value instanceof Date ? cellText(value) : (value ?? null)];
}

export async function* linesOf<Row>(
  rows: AsyncIterable<Row>,
  file: LinesFile,
): AsyncGenerator<LinesChunk, void> {
  const collector = new LinesCollector(breaksOf(file));
  for await (const row of rows) yield* collector.add(Buffer.from(lineOf(file, row)));
  yield* collector.end();
}
