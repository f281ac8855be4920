import { type LinesChunk, LinesCollector } from './lines-chunk';

/** What stands before the first row: signature, flags, and the length of no extension. */
const HEADER = 19;
const FRAME = 6;
const TRAILER = -1;

/** Only COPY's binary format gives text unchanged: the text format escapes backslashes and line ends. */
export async function* copiedLines(
  source: AsyncIterable<Buffer>,
  breakEvery: number,
): AsyncGenerator<LinesChunk, void> {
  const collector = new LinesCollector(breakEvery);
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const piece of source) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let at = 0;
    if (!begun && bytes.length >= HEADER) {
      begun = true;
      at = HEADER;
    }
    while (begun && at + FRAME <= bytes.length && bytes.readInt16BE(at) !== TRAILER) {
      const end = at + FRAME + bytes.readInt32BE(at + 2);
      if (end > bytes.length) break;
      yield* collector.add(bytes.subarray(at + FRAME, end));
      at = end;
    }
    rest = bytes.subarray(at);
  }
  yield* collector.end();
}
