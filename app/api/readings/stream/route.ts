import { z } from 'zod';
import { refuseBuilding } from '@/lib/abilities/buildings';
import { answerLive } from '@/lib/http/live-stream';
import { defineHandler } from '@/lib/http/route';
import { streamFill } from '@/lib/readings/stream';

/** Reads a building's unknown rooms while its page is open, and reports progress as server-sent events. */
export const GET = defineHandler({
  query: z.object({ building: z.string().max(1_000), retry: z.enum(['0', '1']).default('0') }),
  ability: (scope, { building }) => refuseBuilding(scope, { building }, 'see'),
  run: async ({ scope, query, signal }) =>
    answerLive(streamFill(scope, query.building, { signal, retry: query.retry === '1' })),
});
