import { z } from 'zod';
import { JsonFault, jsonSteps } from '../json';
import { type Fields, toFields, toList } from '../normalise-fields';
import { createPacer, runPaced } from '../run-paced';

/**
 * Reads the entries of an answer's `list`. One bad entry does not cost the rest, and does not vanish either: `skipped`
 * counts what could not be read. A list of which nothing could be read is no list: that is an error, never "empty".
 * `blank`: stands for what could not be read, where the places of entries count; whether such a list is one is then
 * whoever asked it to say. `isPartly`: of this entry something could not be read; it is kept, and counted as skipped.
 */
export function listAnswer<Key extends string, Entry>(
  key: Key,
  read: (fields: Fields) => Entry | null,
  { blank, isPartly = () => false }: { blank?: Entry; isPartly?: (entry: Entry) => boolean } = {},
) {
  return z.looseObject({ re: z.int(), list: z.unknown().optional() }).transform(async (answer, context) => {
    // re 2 is accepted only where the document words it "NO records".
    const entries = answer.re === 2 ? [] : await entriesOf(answer.list);
    if (entries === null) {
      context.addIssue({ code: 'custom', path: ['list'], message: 'expected a list' });
      return z.NEVER;
    }
    const pacer = createPacer();
    const good: Entry[] = [];
    let skipped = 0;
    for (const [at, entry] of entries.entries()) {
      if (at % entriesAtOnce === 0 && pacer.isDue()) await pacer.rest();
      const fields = toFields(entry);
      const made = fields === null ? null : read(fields);
      if (made === null || isPartly(made)) skipped++;
      const kept = made ?? blank;
      if (kept !== undefined) good.push(kept);
    }
    if (good.length === 0 && entries.length > 0) {
      context.addIssue({ code: 'custom', path: ['list'], message: 'expected entries that can be read' });
      return z.NEVER;
    }
    return { [key]: good, skipped } as { [K in Key]: Entry[] } & { skipped: number };
  });
}

/** Entries that are read without looking at the time. */
const entriesAtOnce = 64;

/** A list that comes as one long string of JSON is read in steps, like the answer that it came in. */
async function entriesOf(list: unknown): Promise<unknown[] | null> {
  if (typeof list !== 'string' || list.trim() === '') return toList(list);
  const parsed = await runPaced(jsonSteps(list)).catch((error: unknown) => {
    if (error instanceof JsonFault && error.problem === 'syntax') return undefined;
    throw error;
  });
  return typeof parsed === 'object' && parsed !== null ? toList(parsed) : null;
}
