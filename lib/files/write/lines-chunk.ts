export type LinesChunk = { bytes: Uint8Array; lines: number };

const CHUNK = 64 * 1024;
const none: readonly LinesChunk[] = [];

/**
 * Collects lines into chunks of about 64 kB, because one chunk per line would cost more than the lines. The first line
 * is sent at once, so the browser shows the download while the query runs. A chunk also ends after every `breakEvery`
 * lines.
 */
export class LinesCollector {
  private open = Buffer.allocUnsafe(CHUNK);
  private used = 0;
  private lines = 0;
  private total = 0;

  constructor(private readonly breakEvery: number) {}

  add(line: Uint8Array): readonly LinesChunk[] {
    const full = this.used + line.length > this.open.length ? this.end() : none;
    if (line.length > this.open.length) this.open = Buffer.allocUnsafe(line.length);
    this.open.set(line, this.used);
    this.used += line.length;
    this.lines += 1;
    this.total += 1;
    return this.total === 1 || this.total % this.breakEvery === 0 ? [...full, ...this.end()] : full;
  }

  end(): readonly LinesChunk[] {
    if (this.lines === 0) return none;
    const chunk = { bytes: this.open.subarray(0, this.used), lines: this.lines };
    this.open = Buffer.allocUnsafe(CHUNK);
    this.used = 0;
    this.lines = 0;
    return [chunk];
  }
}
