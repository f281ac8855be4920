import { sql } from 'kysely';
import { getDb } from './client';
import { noteDatabaseClock } from './clock';

/**
 * The place of one question to the cloud among all others, over all processes: `asked` grows with each that is drawn.
 * An answer replaces what is known only if its question was asked later. `askedAt` is the database's time then, for people to
 * read: clocks are set back, and the number is not.
 */
export type ReadingOrder = { asked: number; askedAt: Date };

let drawn: Promise<ReadingOrder> | null = null;

/**
 * Draws a number; call it before the question leaves. Questions of one turn of the event loop share a number. Nothing is
 * drawn in advance: a number that is older than its question loses against an older answer.
 */
export function drawReadingOrder(): Promise<ReadingOrder> {
  drawn ??= Promise.resolve().then(() => {
    // From here on the number may be lower than the place of a question that joins now.
    drawn = null;
    return draw();
  });
  return drawn;
}

async function draw(): Promise<ReadingOrder> {
  const before = performance.now();
  const { rows } = await sql<{ asked: number; at: Date }>`
    select nextval('reading_order') as asked, clock_timestamp() as at`.execute(getDb());
  const [row] = rows;
  if (!row) throw new Error('the sequence of readings gave no number');
  noteDatabaseClock(row.at, { before, after: performance.now() });
  return { asked: row.asked, askedAt: row.at };
}
