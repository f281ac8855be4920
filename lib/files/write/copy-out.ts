import type pg from 'pg';

/** Whole lines as one piece of bytes, and how many lines they are. */
export type LinesChunk = { bytes: Uint8Array; lines: number };

const CHUNK = 64 * 1024;
/** Chunks that may wait for a slow reader before the connection is told to wait as well. */
const mostWaiting = 3;
/** Signature, flags and length of no extension: what stands before the first row. */
const HEADER = 19;
/** A row's count of fields and its one field's length. */
const FRAME = 6;

type Connection = {
  query(text: string): void;
  stream: { pause(): unknown; resume(): unknown };
  once(event: 'copyOutResponse', listener: () => void): unknown;
};

/**
 * One running `COPY (select one text column) TO STDOUT (FORMAT binary)`. The binary format alone gives a text's bytes as
 * they are: the text format would escape each backslash and line end. By hand and not by a package: the driver parses the
 * messages already, and what the package hands on has lost where a row ends, which sheets of a workbook need.
 */
export class CopyOut implements pg.Submittable {
  private connection: Connection | undefined;
  private readonly ready: LinesChunk[] = [];
  private open = Buffer.allocUnsafe(CHUNK);
  private used = 0;
  private lines = 0;
  private total = 0;
  private begun = false;
  private ended = false;
  private error: unknown;
  private wake: (() => void) | undefined;
  private readonly text: string;

  /** `breakEvery`: a chunk ends after each so many lines. */
  constructor(
    query: string,
    private readonly breakEvery = Number.POSITIVE_INFINITY,
  ) {
    this.text = `copy (${query}) to stdout (format binary)`;
  }

  submit(connection: pg.Connection): void {
    // The types leave out the socket and the events of COPY, which the driver has.
    const own = connection as unknown as Connection;
    this.connection = own;
    own.once('copyOutResponse', () => {
      this.begun = true;
      this.wake?.();
    });
    own.query(this.text);
  }

  /** Until the server has taken the query: what is wrong with it is known before the first byte of the file. */
  async started(): Promise<void> {
    while (!this.begun && !this.ended && this.error === undefined) await this.change();
    if (this.error !== undefined) throw this.error;
  }

  async *chunks(): AsyncGenerator<LinesChunk, void> {
    for (;;) {
      const chunk = this.ready.shift();
      if (chunk) {
        if (this.ready.length < mostWaiting) this.connection?.stream.resume();
        yield chunk;
        continue;
      }
      if (this.error !== undefined) throw this.error;
      if (this.ended) return;
      await this.change();
    }
  }

  /** Ends `chunks` with `error`, whatever the server does. */
  fail(error: unknown): void {
    if (this.ended) return;
    this.error ??= error;
    this.ready.length = 0;
    this.connection?.stream.resume();
    this.wake?.();
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.error !== undefined) return;
    let at = this.total === 0 && this.lines === 0 && !this.seenHeader ? HEADER : 0;
    this.seenHeader = true;
    if (chunk.readInt16BE(at) === -1) return;
    at += FRAME;
    const size = chunk.length - at;
    if (this.used + size > this.open.length) {
      this.flush();
      if (size > CHUNK) this.open = Buffer.allocUnsafe(size);
    }
    chunk.copy(this.open, this.used, at);
    this.used += size;
    this.lines += 1;
    this.total += 1;
    // The first line goes at once: the browser shows the download while the query still runs.
    if (this.total === 1 || this.total % this.breakEvery === 0) this.flush();
  }

  handleCommandComplete(): void {
    this.flush();
  }

  handleReadyForQuery(): void {
    this.ended = true;
    this.wake?.();
  }

  handleError(error: Error): void {
    this.error ??= error;
    this.ended = true;
    this.wake?.();
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}

  private seenHeader = false;

  private flush(): void {
    if (this.lines === 0) return;
    this.ready.push({ bytes: this.open.subarray(0, this.used), lines: this.lines });
    this.open = Buffer.allocUnsafe(CHUNK);
    this.used = 0;
    this.lines = 0;
    if (this.ready.length >= mostWaiting) this.connection?.stream.pause();
    this.wake?.();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
