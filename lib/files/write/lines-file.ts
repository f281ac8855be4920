import { csvField, type ExportColumn, exactField } from './cell';
import type { ExportFormat } from './format';
import type { LinesChunk } from './lines-chunk';
import { mostRows, workbookOf } from './workbook';

export type LinesFile<Column extends ExportColumn = ExportColumn> = {
  format: ExportFormat;
  /** CSV with its texts as they are, for programs; other formats are exact anyhow. */
  exact?: boolean;
  /** The sheet's name in a workbook. */
  name: string;
  columns: readonly Column[];
  /** Excel's limit; smaller in tests. */
  maxRowsPerSheet?: number;
};

/** A chunk of lines must end after each so many. */
export function breaksOf({ format, maxRowsPerSheet = mostRows }: LinesFile): number {
  return format === 'xlsx' ? maxRowsPerSheet - 1 : Number.POSITIVE_INFINITY;
}

/** A whole file around its lines, which the database or `linesOf` has finished. */
export async function* fileOfLines(
  chunks: AsyncIterable<LinesChunk>,
  file: LinesFile,
): AsyncGenerator<Uint8Array, void> {
  if (file.format === 'xlsx') {
    yield* workbookOf(chunks, file);
    return;
  }
  if (file.format === 'csv') yield Buffer.from(csvHeading(file));
  for await (const { bytes } of chunks) yield bytes;
}

/** Excel takes a file for UTF-8 by this mark only. A program has no use for it. */
const BYTE_ORDER_MARK = '\uFEFF';

function csvHeading({ columns, exact = false }: LinesFile): string {
  const titles = columns.map(({ title }) => (exact ? exactField(title) : csvField(title))).join(',');
  return `${exact ? '' : BYTE_ORDER_MARK}${titles}\r\n`;
}
