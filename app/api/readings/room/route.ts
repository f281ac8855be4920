import { z } from 'zod';
import { refuseRoom } from '@/lib/abilities/rooms';
import { readDoorErrors } from '@/lib/archive/coverage/door-readings';
import { lastEvents } from '@/lib/archive/events/data';
import { freshenRoom } from '@/lib/archive/feed/freshen';
import { channelOf, channelsOf } from '@/lib/auth/own-channels';
import { DeskError } from '@/lib/errors';
import { defineHandler } from '@/lib/http/route';
import { refreshRoomWhenStale } from '@/lib/readings/refresh-room';

const query = z.object({
  gid: z.string().min(1).max(200),
  channel: z.coerce.number().int(),
  what: z.enum(['facts', 'events']),
  anyway: z.enum(['0', '1']).default('0'),
});

/**
 * Reads a room from the cloud again while its page is open. Says whether to refresh the page: after every read of
 * values, but for events only after a new one, or when a failure began or ended.
 */
export const GET = defineHandler({
  query,
  ability: (scope, at) => refuseRoom(scope, at, 'refresh'),
  run: async ({ scope, query: { what, anyway, ...at }, signal }) => {
    const channel = channelOf(scope, at);
    if (!channel) throw new DeskError('not-found');
    if (what === 'events') {
      const gids = channelsOf(scope, { roomKey: channel.roomKey }).map(({ gid }) => gid);
      const look = async () => {
        const [events, errors] = await Promise.all([
          lastEvents(scope, 1, { room: channel.roomKey }),
          readDoorErrors(scope, gids),
        ]);
        return JSON.stringify([events[0]?.id, errors]);
      };
      const before = await look();
      await freshenRoom(scope, channel.roomKey, { signal, priority: 'filling', anyway: anyway === '1' });
      return { read: (await look()) !== before };
    }
    return { read: await refreshRoomWhenStale(scope, channel.roomKey, { signal, anyway: anyway === '1' }) };
  },
});
