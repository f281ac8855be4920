import { z } from 'zod';
import { JsonFault, jsonSteps } from '../json';
import { type Fields, toFields, toList } from '../normalise-fields';
import { createPacer, runPaced } from '../run-paced';

/**
 * Reads the entries of an answer's `list`. `skipped` counts entries that could not be read. If none could be read, that
 * is an error and never an empty list. `blank` replaces an unreadable entry where positions count; the caller then
 * decides whether the list is valid. `isPartly`: the entry was read only in part, so it is kept and counted as skipped.
 */
export function listAnswer<Key extends string, Entry>(
  key: Key,
  read: (fields: Fields) => Entry | null,
  { blank, isPartly = () => false }: { blank?: Entry; isPartly?: (entry: Entry) => boolean } = {},
) {
  return z.looseObject({ re: z.int(), list: z.unknown().optional() }).transform(async (answer, context) => {
    // 2 is accepted only where the document says "NO records".
    const entries = answer.re === 2 ? [] : await entriesOf(answer.list);
    if (entries === null) {
      context.addIssue({ code: 'custom', path: ['list'], message: 'expected a list' });
      return z.NEVER;
    }
    const pacer = createPacer();
    const good: Entry[] = [];
    let skipped = 0;
    for (const [at, entry] of entries.entries()) {
      if (at % entriesAtOnce === 0 && pacer.isDue()) await pacer.yieldTurn();
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
    // A computed key loses its name as a type.
    return { [key]: good, skipped } as { [K in Key]: Entry[] } & { skipped: number };
  });
}

const entriesAtOnce = 64;

async function entriesOf(list: unknown): Promise<unknown[] | null> {
  if (typeof list !== 'string' || list.trim() === '') return toList(list);
  const parsed = await runPaced(jsonSteps(list)).catch((error: unknown) => {
    if (error instanceof JsonFault && error.problem === 'syntax') return undefined;
    throw error;
  });
  return typeof parsed === 'object' && parsed !== null ? toList(parsed) : null;
}
