import { download, type Reader } from './answer-download';
import type { ExportColumn } from './cell';
import { fileOfLines, type LinesFile } from './lines-file';
import { linesOf } from './row-lines';

export type ExportOptions<Row> = LinesFile<ExportColumn<Extract<keyof Row, string>>> & {
  rows: AsyncIterable<Row> | Iterable<Row>;
  /** Null: not for a browser. */
  reader: Reader | null;
  /** Runs once or more when the file has ended, whole or not. */
  onEnd?: () => void;
};

/** Reads the first row before the answer starts: a query that fails at once gives an error, not a broken file. */
export async function exportResponse<Row>({
  rows,
  reader,
  onEnd = () => {},
  ...file
}: ExportOptions<Row>): Promise<Response> {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const first = await iterator.next();
  const bytes = ended(fileOfLines(linesOf(resumed(first, iterator), file), file), onEnd);
  const cancel = async () => {
    // A generator that has not started skips its `finally`, so both are ended. No one is left to see a failure.
    for (const ending of [iterator.return?.(), bytes.return()]) Promise.resolve(ending).catch(() => {});
    onEnd();
  };
  return download({ bytes, cancel }, { format: file.format, name: file.name, reader });
}

async function* ended<T>(parts: AsyncGenerator<T, void>, onEnd: () => void): AsyncGenerator<T, void> {
  try {
    yield* parts;
  } finally {
    onEnd();
  }
}

async function* resumed<Row>(
  first: IteratorResult<Row>,
  rest: AsyncIterator<Row> | Iterator<Row>,
): AsyncGenerator<Row, void> {
  for (let result = first; !result.done; result = await rest.next()) yield result.value;
}
