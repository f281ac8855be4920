import { createHash } from 'node:crypto';
import type { EventFilter, EventOrder } from '@/lib/archive/search/filter';
import type { StandingScope } from '@/lib/auth/scope';
import { databaseDate } from '@/lib/db/clock';
import type { FileDoors } from '@/lib/db/tables/exports';
import { errorCodeOf } from '@/lib/errors';
import { readingWords } from '@/lib/readings/reading-words';
import { type FileRecord, makingLockClass, recordBroken, recordDone } from '../record/file-records';
import { type ExportSession, openExport } from '../write/connection';
import type { LinesChunk } from '../write/lines-chunk';
import { breaksOf, fileOfLines } from '../write/lines-file';
import { doorLines, readFileDoors } from './export-doors';
import { eventLines } from './export-lines';
import { exportColumns } from './export-rows';
import { exportWords } from './export-words';

export type Making = {
  bytes: AsyncGenerator<Uint8Array, void>;
  /** Cancels it at any point, with the query in the database. */
  cancel(): Promise<void>;
  /** The same, but keeps the record: another process will make the file. */
  abandon(): void;
};

/**
 * Makes one file of events. One COPY on its own connection gives one snapshot, however long it takes. `record` is
 * called for the file's row after the database has accepted the query. A lock on the file's id is held while it runs.
 */
export async function makeFile(
  scope: StandingScope,
  filter: EventFilter & EventOrder,
  order: {
    format: 'csv' | 'xlsx' | 'json';
    exact?: boolean;
    locale: 'en' | 'zh';
    kept: boolean;
    record: () => Promise<FileRecord>;
  },
): Promise<Making> {
  const session = await openExport(scope.workspaceId);
  try {
    const words = await exportWords(order.locale);
    const { format, exact = false } = order;
    const file = { format, exact, name: words.name, columns: exportColumns(words) };
    const record = await order.record();
    await session.client.query('select pg_advisory_lock($1, hashtext($2))', [makingLockClass, record.id]);
    const asOf = databaseDate();
    try {
      const doors = await readFileDoors(scope, filter, await readingWords(order.locale));
      const { readings } = doors;
      const query = await eventLines(scope, filter, { format, exact, words, readings });
      const lines = await session.lines(query, breaksOf(file));
      const sum = new Sum();
      const further = doorLines(order.format, file.columns, doors);
      const bytes = fileOfLines(followed(sum.counting(lines), further), file);
      return watched({ session, record, sum, bytes, asOf, doors: doors.record, kept: order.kept });
    } catch (error) {
      // The caller writes its own entry in the audit log.
      await recordBroken(record, { state: 'failed', code: errorCodeOf(error), rows: 0, isRecorded: true });
      throw error;
    }
  } catch (error) {
    session.close();
    throw error;
  }
}

async function* followed(
  chunks: AsyncIterable<LinesChunk>,
  further: readonly string[],
): AsyncGenerator<LinesChunk, void> {
  yield* chunks;
  // One by one, because a sheet may be full after any of them.
  for (const line of further) yield { bytes: Buffer.from(line), lines: 1 };
}

class Sum {
  rows = 0;
  bytes = 0;
  private readonly hash = createHash('sha256');

  async *counting(lines: AsyncIterable<LinesChunk>): AsyncGenerator<LinesChunk, void> {
    for await (const chunk of lines) {
      this.rows += chunk.lines;
      yield chunk;
    }
  }

  add(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.hash.update(bytes);
  }

  end() {
    return { rows: this.rows, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

type Watched = {
  session: ExportSession;
  record: FileRecord;
  sum: Sum;
  bytes: AsyncGenerator<Uint8Array, void>;
  asOf: Date;
  doors: FileDoors;
  kept: boolean;
};

function watched({ session, record, sum, bytes, asOf, doors, kept }: Watched): Making {
  let settled = false;
  async function* whole(): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const piece of bytes) {
        sum.add(piece);
        yield piece;
      }
      if (settled) return;
      settled = true;
      await recordDone(record, sum.end(), { asOf, doors, kept });
    } catch (error) {
      // If the record cannot be written, the row stays as running, and the sweep finds it.
      if (!settled) {
        settled = true;
        await recordBroken(record, { state: 'failed', code: errorCodeOf(error), rows: sum.rows });
      }
      throw error;
    } finally {
      session.close();
    }
  }
  const all = whole();
  return {
    bytes: all,
    abandon() {
      if (settled) return;
      settled = true;
      session.cancel();
      all.return(undefined).catch(() => {});
    },
    async cancel() {
      if (settled) return;
      settled = true;
      session.cancel();
      all.return(undefined).catch(() => {});
      await recordBroken(record, { state: 'cancelled', code: null, rows: sum.rows });
    },
  };
}
