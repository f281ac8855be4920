import { csvField, type ExportColumn } from './cell';
import type { LinesChunk } from './copy-out';
import { BYTE_ORDER_MARK, type ExportFormat } from './stream';
import { mostRows, workbookOf } from './workbook/workbook';

export type LinesFile = {
  format: ExportFormat;
  /** The sheet's name in a workbook. */
  name: string;
  columns: readonly ExportColumn[];
  /** Excel's limit; smaller in tests. */
  maxRowsPerSheet?: number;
};

/** Where the chunks of lines must end, for `CopyOut`. */
export function breaksOf({ format, maxRowsPerSheet = mostRows }: LinesFile): number {
  return format === 'xlsx' ? maxRowsPerSheet - 1 : Number.POSITIVE_INFINITY;
}

/** A whole file around lines that the database has finished. */
export async function* fileOfLines(
  chunks: AsyncIterable<LinesChunk>,
  file: LinesFile,
): AsyncGenerator<Uint8Array, void> {
  if (file.format === 'xlsx') {
    yield* workbookOf(chunks, file);
    return;
  }
  if (file.format === 'csv') {
    const titles = file.columns.map(({ title }) => csvField(title)).join(',');
    yield Buffer.from(`${BYTE_ORDER_MARK}${titles}\r\n`);
  }
  for await (const { bytes } of chunks) yield bytes;
}
