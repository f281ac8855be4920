import type { ExportColumn } from './cell';
import type { LinesChunk } from './copy-out';
import { csvHeading, type ExportFormat } from './stream';
import { mostRows, workbookOf } from './workbook';

export type LinesFile = {
  format: ExportFormat;
  /** CSV with its texts as they are. */
  exact?: boolean;
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
  if (file.format === 'csv') yield Buffer.from(csvHeading(file.columns, file.exact));
  for await (const { bytes } of chunks) yield bytes;
}
