import { sql } from 'kysely';

/** What each change of a row with a revision sets besides its own columns. */
export const nextRevision = { revision: sql<number>`revision + 1`, updated_at: sql<Date>`now()` };
