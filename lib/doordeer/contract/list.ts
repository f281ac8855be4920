import { z } from 'zod';
import { type Fields, toFields, toList } from '../normalise';

/**
 * Reads the entries of an answer's `list`. One bad entry does not cost the rest, and does not vanish either: `skipped`
 * counts what could not be read. A list of which nothing could be read is no list: that is an error, never "empty".
 * `all`: nor is one of which anything could not, since the places of its entries count.
 */
export function listAnswer<Key extends string, Entry>(
  key: Key,
  read: (fields: Fields) => Entry | null,
  { all = false } = {},
) {
  return z.looseObject({ re: z.int(), list: z.unknown().optional() }).transform((answer, context) => {
    // re 2 is accepted only where the document words it "NO records".
    const entries = answer.re === 2 ? [] : toList(answer.list);
    if (entries === null) {
      context.addIssue({ code: 'custom', path: ['list'], message: 'expected a list' });
      return z.NEVER;
    }
    const good = entries.flatMap((entry) => {
      const fields = toFields(entry);
      const made = fields === null ? null : read(fields);
      return made === null ? [] : [made];
    });
    const skipped = entries.length - good.length;
    if (skipped > 0 && (all || good.length === 0)) {
      context.addIssue({ code: 'custom', path: ['list'], message: 'expected entries that can be read' });
      return z.NEVER;
    }
    return { [key]: good, skipped } as { [K in Key]: Entry[] } & { skipped: number };
  });
}
