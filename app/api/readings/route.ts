import { z } from 'zod';
import { defineHandler } from '@/lib/http/route';
import { readSummary } from '@/lib/readings/read-summary';

/** How well the rooms are known, for programs: `rooms`, `unread`, `oldestReadAt`, `roundSeconds`. */
export const GET = defineHandler({ query: z.object({}), run: ({ scope }) => readSummary(scope) });
