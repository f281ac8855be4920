import { download } from './answer-download';
import type { ExportColumn } from './cell';
import { fileOfLines, type LinesFile } from './lines-file';
import { linesOf } from './row-lines';

export type ExportOptions<Row> = LinesFile<ExportColumn<Extract<keyof Row, string>>> & {
  rows: AsyncIterable<Row> | Iterable<Row>;
  /** The request's signal. When the client disconnects, `rows` is returned, and so its query ends. */
  signal?: AbortSignal;
};

/**
 * A download of `rows` that keeps at most one chunk in memory. It reads the first row before the answer starts, so that
 * a query that fails at once gives an error and not a broken file.
 */
export async function exportResponse<Row>({
  rows,
  signal = new AbortController().signal,
  ...file
}: ExportOptions<Row>): Promise<Response> {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const first = await iterator.next();
  const bytes = fileOfLines(linesOf(resumed(first, iterator), file), file);
  const cancel = async () => {
    // Both are ended: a generator that has not started skips its `finally` and would leave its source open. `return`
    // waits for a running `next`, and no one is left to see its failure.
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
