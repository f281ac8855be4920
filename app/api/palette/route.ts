import { findInPalette } from '@/lib/palette/data';
import type { PaletteAnswer } from '@/lib/palette/hits';
import { paletteQuery } from '@/lib/palette/schema';
import { defineHandler } from '@/lib/route';

export const GET = defineHandler({
  query: paletteQuery,
  run: async ({ scope, query }): Promise<PaletteAnswer> => ({ hits: await findInPalette(scope, query.q) }),
});
