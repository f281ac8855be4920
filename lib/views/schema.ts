import { z } from 'zod';
import { viewPages } from '@/lib/abilities/destinations';
import { densities } from '@/lib/i18n/preferences/names';
import { columnPreferenceSchema } from '@/lib/i18n/preferences/schema';
import { nameField, seenRow } from '@/lib/text/fields';

export const mostViews = 200;
const longestName = 80;

const page = z.enum(viewPages);

export const viewsQuery = z.object({ page: page.optional() });

const name = nameField(longestName);

/** Not part of a view: positions, ranges and its own id. */
const notOfView = ['at', 'after', 'before', 'offset', 'limit', 'view', 'open', 'format'];

// biome-ignore lint/suspicious/noControlCharactersInRegex: an address has none of them unescaped, and none beyond ASCII.
const printable = /^[^\x00-\x20\x7f-\uffff]*$/;

const query = z
  .string('required')
  .max(8_000, 'tooLong')
  .regex(printable)
  .transform((text) => {
    const params = new URLSearchParams(text);
    for (const key of notOfView) params.delete(key);
    return params.toString();
  })
  .pipe(z.string().max(8_000, 'tooLong'));

const look = { columns: columnPreferenceSchema.nullable(), density: z.enum(densities).nullable() };

export const createViewInput = z.object({ page, name, query, ...look });
export type CreateView = z.output<typeof createViewInput>;

export const renameViewInput = z.object({ ...seenRow, name });
export type RenameView = z.output<typeof renameViewInput>;

export const overwriteViewInput = z.object({ ...seenRow, query, ...look });
export type OverwriteView = z.output<typeof overwriteViewInput>;

/** No revision: what is removed is returned, so that undo can restore it. */
export const removeViewInput = z.object({ id: z.uuid() });

export const restoreViewInput = createViewInput.extend({ id: z.uuid() });
export type RestoreView = z.output<typeof restoreViewInput>;
