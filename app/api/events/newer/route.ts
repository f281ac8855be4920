import { after } from 'next/server';
import { refuseEvents } from '@/lib/abilities/archive';
import { countNewer, newerQuery } from '@/lib/archive/events/newer-events';
import { freshenQuietly } from '@/lib/archive/feed/freshen';
import { channelsOf } from '@/lib/auth/own-channels';
import { defineHandler } from '@/lib/http/route';

/**
 * Says whether there are events that the page does not show. The server reads the doors again after it has answered.
 */
export const GET = defineHandler({
  needs: 'events-of-today',
  freshList: true,
  query: newerQuery,
  ability: refuseEvents,
  run: async ({ scope, query }) => {
    const answer = await countNewer(scope, query);
    if (!query.refresh) {
      const rooms = query.room.flatMap((roomKey) => channelsOf(scope, { roomKey }).map(({ gid }) => gid));
      const doors = [...query.door, ...rooms];
      after(() => freshenQuietly(scope, { priority: 'filling', ...(doors.length > 0 ? { doors } : {}) }));
    }
    return answer;
  },
});
