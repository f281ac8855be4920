import { download } from './answer-download';
import type { ExportColumn } from './cell';
import { fileOfLines, type LinesFile } from './lines-file';
import { linesOf } from './row-lines';

export type ExportOptions<Row> = LinesFile<ExportColumn<Extract<keyof Row, string>>> & {
  rows: AsyncIterable<Row> | Iterable<Row>;
  /** The request's: when its sender goes away, `rows` is returned and so its query ends. */
  signal?: AbortSignal;
};

/**
 * A download of `rows` that holds no more than one chunk in memory. The first row is read before the answer is begun, so
 * that a query which fails at once is an error and not a broken file.
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
    // Each by itself: a generator that has not begun skips its `finally`, and would leave its source open. A generator's
    // `return` waits for its running `next`, and there is no one left to learn of its failure.
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
