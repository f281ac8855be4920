import { sql } from 'kysely';
import { getDb } from './client';
import { noteDatabaseClock } from './clock';

/**
 * The position of a call to the cloud among all calls of all processes. `asked` grows with each. An answer replaces known
 * facts only if it was asked for later. `askedAt` is for people: clocks are set back, numbers are not.
 */
export type ReadingOrder = { asked: number; askedAt: Date };

let drawn: Promise<ReadingOrder> | null = null;

/** Call it before the request leaves. Numbers are not drawn in advance: they would lose against older answers. */
export function drawReadingOrder(): Promise<ReadingOrder> {
  drawn ??= Promise.resolve().then(() => {
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
