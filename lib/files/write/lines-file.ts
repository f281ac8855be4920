import { csvField, type ExportColumn, exactField } from './cell';
import type { ExportFormat } from './format';
import type { LinesChunk } from './lines-chunk';
import { mostRows, workbookOf } from './workbook';

export type LinesFile<Column extends ExportColumn = ExportColumn> = {
  format: ExportFormat;
  /** CSV with unchanged text, for programs. Other formats are always exact. */
  exact?: boolean;
  name: string;
  columns: readonly Column[];
  maxRowsPerSheet?: number;
};

export function breaksOf({ format, maxRowsPerSheet = mostRows }: LinesFile): number {
  return format === 'xlsx' ? maxRowsPerSheet - 1 : Number.POSITIVE_INFINITY;
}

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

/** Excel recognises UTF-8 only by this mark. Programs do not need it. */
const BYTE_ORDER_MARK = '\uFEFF';

function csvHeading({ columns, exact = false }: LinesFile): string {
  const titles = columns.map(({ title }) => (exact ? exactField(title) : csvField(title))).join(',');
  return `${exact ? '' : BYTE_ORDER_MARK}${titles}\r\n`;
}
