import { type Cell, cellText, csvField, type ExportColumn, exactField } from './cell';
import { contentDisposition } from './file-name';
import { jsonText } from './json-lines';
import { xlsxStream } from './xlsx';

export type ExportFormat = 'csv' | 'xlsx' | 'json';

export const exportFiles = {
  csv: { extension: 'csv', type: 'text/csv; charset=utf-8' },
  xlsx: { extension: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  json: { extension: 'jsonl', type: 'application/x-ndjson; charset=utf-8' },
} as const;

type Columns<Row> = readonly ExportColumn<Extract<keyof Row, string>>[];

export type ExportOptions<Row> = {
  format: ExportFormat;
  /** CSV with its texts as they are, for programs; other formats are exact anyhow. */
  exact?: boolean;
  /** The file's name without its ending; also the sheet's. */
  name: string;
  columns: Columns<Row>;
  rows: AsyncIterable<Row> | Iterable<Row>;
  /** The request's: when its sender goes away, `rows` is returned and so its query ends. */
  signal?: AbortSignal;
  /** Excel's limit; smaller in tests. */
  maxRowsPerSheet?: number;
};

/**
 * A download of `rows` that holds no more than one chunk in memory. The first row is read before the answer is begun,
 * so that a query which fails at once is an error and not a broken file; one that fails later breaks the connection,
 * which every client reports, and never ends a short file as if it were whole.
 */
export async function exportResponse<Row>(options: ExportOptions<Row>): Promise<Response> {
  const { extension, type } = exportFiles[options.format];
  const source = await openSource(options.rows, options.signal);
  return new Response(closingWith(bodyOf(options, source.rows), source.close), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': contentDisposition(options.name, extension),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

function bodyOf<Row>(options: ExportOptions<Row>, rows: AsyncIterable<Row>): ReadableStream<Uint8Array> {
  if (options.format === 'xlsx') {
    const { name, maxRowsPerSheet } = options;
    return xlsxStream(rows, options.columns, {
      sheet: name,
      ...(maxRowsPerSheet ? { maxRowsPerSheet } : {}),
    });
  }
  return textStream(options.format === 'csv' ? csvLines(rows, options) : jsonLines(rows, options.columns));
}

type Source<Row> = { rows: AsyncIterable<Row>; close: () => void };

/** `rows` with its first row already read, and a way to end it from outside, wherever it stands. */
async function openSource<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  signal: AbortSignal | undefined,
): Promise<Source<Row>> {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    signal?.removeEventListener('abort', close);
    // A generator's `return` waits for its running `next`; nobody is left who could be told of its failure.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  };
  signal?.addEventListener('abort', close, { once: true });
  let ahead: IteratorResult<Row> | undefined = await iterator.next();
  if (signal?.aborted) close();
  const next = async (): Promise<IteratorResult<Row>> => {
    const result = ahead ?? (await iterator.next());
    ahead = undefined;
    // A source that was ended from outside looks finished: its file must not.
    if (closed) throw new DOMException('The download was given up.', 'AbortError');
    if (result.done) signal?.removeEventListener('abort', close);
    return result;
  };
  const end = async (): Promise<IteratorResult<Row>> => {
    close();
    return { done: true, value: undefined };
  };
  return { rows: { [Symbol.asyncIterator]: () => ({ next, return: end }) }, close };
}

/**
 * `body`, and `close` when its reader goes away. A generator that has not begun yet skips its `finally` on `return`,
 * so that passing the cancellation down the chain would leave the source open.
 */
function closingWith(body: ReadableStream<Uint8Array>, close: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        close();
        await reader.cancel(reason).catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}

/** Excel takes a file for UTF-8 by this mark alone. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The first line of a CSV file. A program has no use for the mark. */
export function csvHeading(columns: readonly ExportColumn[], exact = false): string {
  const titles = columns.map(({ title }) => (exact ? exactField(title) : csvField(title))).join(',');
  return `${exact ? '' : BYTE_ORDER_MARK}${titles}\r\n`;
}

async function* csvLines<Row>(
  rows: AsyncIterable<Row>,
  { columns, exact = false }: Pick<ExportOptions<Row>, 'columns' | 'exact'>,
): AsyncGenerator<string> {
  yield csvHeading(columns, exact);
  for await (const row of rows) {
    const fields = columns.map(({ key, type }) => {
      const value = row[key] as Cell;
      return exact ? exactField(value) : csvField(value, type);
    });
    yield `${fields.join(',')}\r\n`;
  }
}

/** One object a line. Values stay as they are, for programs; unseen characters are written as escapes. */
async function* jsonLines<Row>(rows: AsyncIterable<Row>, columns: Columns<Row>): AsyncGenerator<string> {
  for await (const row of rows) {
    const line = Object.fromEntries(columns.map(({ key }) => [key, jsonValue(row[key] as Cell)]));
    yield `${jsonText(line)}\n`;
  }
}

function jsonValue(value: Cell): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  return value instanceof Date ? cellText(value) : value;
}

const CHUNK = 64 * 1024;

/** Lines as bytes in chunks of some 64 kB: one chunk a line would cost more than the lines. */
function textStream(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let first = true;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let text = '';
        // The first line goes at once: the browser shows the download while the query still runs.
        while (text.length < CHUNK && !(first && text !== '')) {
          const next = await lines.next();
          if (next.done) {
            if (text !== '') controller.enqueue(encoder.encode(text));
            controller.close();
            return;
          }
          text += next.value;
        }
        first = false;
        controller.enqueue(encoder.encode(text));
      },
      async cancel() {
        await lines.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
