import { z } from 'zod';
import { refuseBuilding } from '@/lib/abilities/buildings';
import { defineHandler } from '@/lib/http/route';
import { streamFill } from '@/lib/readings/stream';

/** Reads a building's unknown rooms while its page is open, and reports progress as server-sent events. */
export const GET = defineHandler({
  query: z.object({ building: z.string().max(1_000), retry: z.enum(['0', '1']).default('0') }),
  ability: (scope, { building }) => refuseBuilding(scope, { building }, 'see'),
  run: async ({ scope, query, signal }) =>
    new Response(streamFill(scope, query.building, { signal, retry: query.retry === '1' }), {
      headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
    }),
});
