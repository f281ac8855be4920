import { findInPalette } from '@/lib/palette/data';
import type { PaletteAnswer } from '@/lib/palette/hits';
import { paletteQuery } from '@/lib/palette/schema';
import { roomGaps } from '@/lib/rooms/data';
import { defineHandler } from '@/lib/route';

export const GET = defineHandler({
  query: paletteQuery,
  run: async ({ scope, query }): Promise<PaletteAnswer> => {
    // Before the hits: see lib/readings/gaps.ts.
    const { unread, failed, old } = await roomGaps(scope);
    return { hits: await findInPalette(scope, query.q), unread: unread + failed + old };
  },
});
