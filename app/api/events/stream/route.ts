import { refuseEvents } from '@/lib/abilities/archive';
import { newerQuery } from '@/lib/archive/events/newer-events';
import { streamNewer } from '@/lib/archive/events/stream';
import { answerLive } from '@/lib/http/live-stream';
import { defineHandler } from '@/lib/http/route';

/** Counts new events as server-sent events, while the session lives. */
export const GET = defineHandler({
  needs: 'events-of-today',
  freshList: true,
  query: newerQuery,
  ability: refuseEvents,
  run: async ({ scope, query, signal }) => answerLive(streamNewer(scope, query, signal)),
});
