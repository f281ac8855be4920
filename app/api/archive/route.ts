import { z } from 'zod';
import { refuseEvents } from '@/lib/abilities/archive';
import { readArchiveState } from '@/lib/archive/coverage/state';
import { type ListRecord, readStretches } from '@/lib/archive/coverage/stretches';
import { defineHandler } from '@/lib/http/route';
import { anyText } from '@/lib/table/query';

/**
 * How much of each door's history is kept, and from when to when: the first six keys, which others rely on. `stretches`
 * and `gaps` are the record of what is proven complete and what is known to be missing, newest first; `channel` is null
 * where the cloud gives whole doors. `withheld`: so many records of the door are not shown, since the cloud does not tell its
 * rooms apart; null: none. `?door=` asks about some doors only.
 */
export const GET = defineHandler({
  freshList: true,
  query: z.object({ door: anyText() }),
  ability: (scope, { door }) => refuseEvents(scope, { door, room: [] }),
  run: async ({ scope, query }) => {
    const [state, records] = await Promise.all([
      readArchiveState(scope),
      readStretches(scope, query.door.length > 0 ? query.door : undefined),
    ]);
    const rooms = new Map(
      scope.channels.map(({ gid, channel, unitLabel }) => [`${channel}@${gid}`, unitLabel]),
    );
    const placed = (gid: string, { channel, asked }: ListRecord) => ({
      channel,
      room: rooms.get(`${channel}@${gid}`) ?? null,
      asked,
    });
    return {
      doors: state
        .filter(({ gid }) => records.has(gid))
        .map(({ gid, archived, complete, oldest, newest, lastReadAt, withheld }) => {
          const lists = records.get(gid) ?? [];
          return {
            gid,
            archived,
            complete,
            oldest,
            newest,
            lastReadAt,
            stretches: lists.flatMap((list) =>
              list.stretches.map((stretch) => ({ ...placed(gid, list), ...stretch })),
            ),
            gaps: lists.flatMap((list) => list.gaps.map((gap) => ({ ...placed(gid, list), ...gap }))),
            withheld,
          };
        }),
    };
  },
});
