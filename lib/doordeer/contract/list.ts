import { z } from 'zod';
import { type Fields, toFields, toList } from '../normalise';

/**
 * Reads the entries of an answer's `list`. One bad entry does not cost the rest, and does not vanish either: `skipped`
 * counts what could not be read. A list of which nothing could be read is no list: that is an error, never "empty".
 * `blank`: stands for what could not be read, where the places of entries count; whether such a list is one is then
 * whoever asked it to say.
 */
export function listAnswer<Key extends string, Entry>(
  key: Key,
  read: (fields: Fields) => Entry | null,
  { blank }: { blank?: Entry } = {},
) {
  return z.looseObject({ re: z.int(), list: z.unknown().optional() }).transform((answer, context) => {
    // re 2 is accepted only where the document words it "NO records".
    const entries = answer.re === 2 ? [] : toList(answer.list);
    if (entries === null) {
      context.addIssue({ code: 'custom', path: ['list'], message: 'expected a list' });
      return z.NEVER;
    }
    const made = entries.map((entry) => {
      const fields = toFields(entry);
      return fields === null ? null : read(fields);
    });
    const skipped = made.filter((entry) => entry === null).length;
    if (blank === undefined && skipped > 0 && skipped === entries.length) {
      context.addIssue({ code: 'custom', path: ['list'], message: 'expected entries that can be read' });
      return z.NEVER;
    }
    const good = made.flatMap((entry) => entry ?? blank ?? []);
    return { [key]: good, skipped } as { [K in Key]: Entry[] } & { skipped: number };
  });
}
