import { z } from 'zod';

/** What a person has ticked in a table: rows by id, or everything that the filter matches but for some. */
export type TableSelection = { all: false; ids: string[] } | { all: true; except: string[] };

const ids = z.array(z.string().min(1).max(300)).max(20_000);

/**
 * A selection as a bulk action receives it. With `all`, `query` is the table's address at that moment: the server reads
 * it with the table's own schema and finds the rows itself, so that rows that were never scrolled to are included.
 */
export const bulkSelectionSchema = z.discriminatedUnion('all', [
  z.object({ all: z.literal(false), ids: ids.min(1) }),
  z.object({
    all: z.literal(true),
    except: ids,
    query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
]);

export type BulkSelection = z.output<typeof bulkSelectionSchema>;
