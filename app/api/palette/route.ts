import { findInPalette } from '@/lib/desk/palette/data';
import type { PaletteAnswer } from '@/lib/desk/palette/hit-rows';
import { paletteQuery } from '@/lib/desk/palette/schema';
import { defineHandler } from '@/lib/http/route';
import { roomGaps } from '@/lib/rooms/data';

export const GET = defineHandler({
  query: paletteQuery,
  run: async ({ scope, query }): Promise<PaletteAnswer> => {
    // Before the hits: see lib/readings/gaps.ts.
    const { unread, failed, old } = await roomGaps(scope);
    return { hits: await findInPalette(scope, query.q), unread: unread + failed + old };
  },
});
