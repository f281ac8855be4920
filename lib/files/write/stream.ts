import { download } from './answer-download';
import type { ExportColumn } from './cell';
import { fileOfLines, type LinesFile } from './lines-file';
import { linesOf } from './row-lines';

export type ExportOptions<Row> = LinesFile<ExportColumn<Extract<keyof Row, string>>> & {
  rows: AsyncIterable<Row> | Iterable<Row>;
  signal?: AbortSignal;
};

/** Reads the first row before the answer starts: a query that fails at once gives an error, not a broken file. */
export async function exportResponse<Row>({
  rows,
  signal = new AbortController().signal,
  ...file
}: ExportOptions<Row>): Promise<Response> {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const first = await iterator.next();
  const bytes = fileOfLines(linesOf(resumed(first, iterator), file), file);
  const cancel = async () => {
    // A generator that has not started skips its `finally`, so both are ended. No one is left to see a failure.
    for (const ended of [iterator.return?.(), bytes.return()]) Promise.resolve(ended).catch(() => {});
  };
  return download({ bytes, cancel }, { format: file.format, name: file.name, signal });
}

async function* resumed<Row>(
  first: IteratorResult<Row>,
  rest: AsyncIterator<Row> | Iterator<Row>,
): AsyncGenerator<Row, void> {
  for (let result = first; !result.done; result = await rest.next()) yield result.value;
}
