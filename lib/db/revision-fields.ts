import { sql } from 'kysely';

export const nextRevision = { revision: sql<number>`revision + 1`, updated_at: sql<Date>`now()` };
