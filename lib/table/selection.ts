import { z } from 'zod';

export type TableSelection = { all: false; ids: string[] } | { all: true; except: string[] };

const ids = z.array(z.string().min(1).max(300)).max(20_000);

/** With `all`, `query` is the table's address. The server finds the rows itself, so rows that were never loaded count too. */
export const bulkSelectionSchema = z.discriminatedUnion('all', [
  z.object({ all: z.literal(false), ids: ids.min(1) }),
  z.object({
    all: z.literal(true),
    except: ids,
    query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
]);

export type BulkSelection = z.output<typeof bulkSelectionSchema>;
